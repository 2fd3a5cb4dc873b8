-- Whether there is anything unread changes seldom, how much with every message: an index that follows the
-- first lets the second be updated in place.
alter table conversation add column has_unread boolean not null generated always as (unread > 0) stored;
drop index conversation_unread;
create index conversation_unread on conversation (last_at desc, id desc) where has_unread;
alter table conversation set (fillfactor = 80);
alter table contact set (fillfactor = 80);
