-- Whether an endpoint gets Meta's own object with each message.
alter table webhook_endpoint add column include_json boolean not null default false;

-- Who wrote last in a group gave the group a name and a number; a group has neither.
update contact c set profile_name = null, profile_name_at = null, username = null, username_at = null,
    phone = null, phone_at = null
  from contact_alias a where a.contact_id = c.id and a.kind = 'GROUP' and a.value not like 'unaddressed:%';
delete from search_text s using contact_alias a
  where a.contact_id = s.id and a.kind = 'GROUP' and a.value not like 'unaddressed:%';

-- Work over stored rows that a better reading asks for: up to where it came, and where it ends.
create table rereading (
    name text primary key,
    place bigint not null,
    last bigint not null
);
insert into rereading (name, place, last)
  select 'search.messages', 0, coalesce(max(id), 0) from message
  union all select 'search.contacts', 0, coalesce(max(id), 0) from contact
  union all select 'phones', 0, coalesce(max(contact_id), 0) from contact_alias where kind = 'PHONE';
