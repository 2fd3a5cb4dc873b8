-- A conversation bears its number's tenant, so that a list begins in an index with the tenant's own, and the policy asks
-- for no other table. The most have one tenant at first: as a default it costs no write of the rows that are there.
do $$
declare
  commonest text;
begin
  select n.tenant into commonest from conversation c join number n on n.phone_number_id = c.phone_number_id
    group by n.tenant order by count(*) desc limit 1;
  execute format('alter table conversation add column tenant text default %L', commonest);
  update conversation c set tenant = n.tenant
    from conversation x left join number n on n.phone_number_id = x.phone_number_id
    where c.id = x.id and n.tenant is distinct from commonest;
end $$;
alter table conversation alter column tenant drop default;

create index conversation_by_tenant on conversation (tenant, last_at desc, id desc);
create index conversation_unread_by_tenant on conversation (tenant, last_at desc, id desc) where has_unread;

-- Whoever gives a number to a tenant gives its conversations with it, in the same transaction.
create function give_conversations() returns trigger language plpgsql set search_path from current as $$
begin
  update conversation set tenant = new.tenant
    where phone_number_id = new.phone_number_id and tenant is distinct from new.tenant;
  return null;
end $$;
create trigger give_conversations after update of tenant on number for each row
  when (old.tenant is distinct from new.tenant) execute function give_conversations();
create trigger give_conversations_of_new after insert on number for each row
  when (new.tenant is not null) execute function give_conversations();

-- Whoever writes a conversation without one, an older version of this service above all, writes the number's.
create function take_tenant() returns trigger language plpgsql set search_path from current as $$
begin
  new.tenant := (select n.tenant from number n where n.phone_number_id = new.phone_number_id);
  return new;
end $$;
create trigger take_tenant before insert on conversation for each row
  when (new.tenant is null) execute function take_tenant();

drop policy tenant_only on conversation;
create policy tenant_only on conversation to coexistence_conversation_tenant
  using (tenant = nullif(current_setting('coexistence.tenant', true), ''));
