-- Whose a number is: the tenant that signed it up. A number without a connection is nobody's.
alter table number add column tenant text;
update number set tenant = 'default' where connection_id is not null;
create index number_tenant on number (tenant, phone_number_id);

-- An endpoint gets the events of its tenant's numbers, with phone numbers of contacts where who made it may see them.
alter table webhook_endpoint add column tenant text not null default 'default';
alter table webhook_endpoint add column phones boolean not null default true;

-- As whom a tenant's callers read and write. The role belongs to the server, not to this database: it may be here already.
do $$
begin
  if not exists (select from pg_roles where rolname = 'coexistence_conversation_tenant') then
    create role coexistence_conversation_tenant nologin;
  end if;
exception when duplicate_object or unique_violation then
  null;
end $$;
do $$
begin
  if not pg_has_role(current_user, 'coexistence_conversation_tenant',
      case when current_setting('server_version_num')::int < 160000 then 'MEMBER' else 'SET' end) then
    execute format('grant coexistence_conversation_tenant to %I', current_user);
  end if;
  execute format('grant usage on schema %I to coexistence_conversation_tenant', current_schema());
end $$;

-- No more than the API and the page need: neither tokens of numbers nor search texts.
grant select (phone_number_id, display_phone_number, verified_name, waba_id, country, connection_id, epoch, version, state,
    mode, budget_per_second, reason, initiated_by, presumed_inactive, disabled_features, policy_edition,
    last_activity_at, last_activity_kind, changed_at, tenant)
  on number to coexistence_conversation_tenant;
grant select on conversation, contact, contact_alias, contact_merge, message, message_status, history_chunk,
    history_declined, number_hold, media, webhook_delivery, webhook_attempt
  to coexistence_conversation_tenant;
grant insert (endpoint_id, event_id, type, phone_number_id, conversation_id, body, traceparent, created_at, next_at)
  on webhook_delivery to coexistence_conversation_tenant;
grant select, insert, update, delete on webhook_endpoint to coexistence_conversation_tenant;
grant usage on sequence entity_id to coexistence_conversation_tenant;

-- What belongs to a number is its tenant's. Without a tenant in the transaction nothing is anybody's.
alter table number enable row level security;
create policy tenant_only on number to coexistence_conversation_tenant
  using (tenant = nullif(current_setting('coexistence.tenant', true), ''));
do $$
declare
  owned text;
begin
  foreach owned in array array['conversation', 'contact', 'contact_alias', 'contact_merge', 'message', 'message_status',
      'history_chunk', 'history_declined', 'number_hold', 'media']
  loop
    execute format('alter table %I enable row level security', owned);
    execute format($policy$
      create policy tenant_only on %1$I to coexistence_conversation_tenant
        using (exists (select from number n where n.phone_number_id = %1$I.phone_number_id
          and n.tenant = nullif(current_setting('coexistence.tenant', true), '')))
      $policy$, owned);
  end loop;
end $$;

alter table webhook_endpoint enable row level security;
create policy tenant_only on webhook_endpoint to coexistence_conversation_tenant
  using (tenant = nullif(current_setting('coexistence.tenant', true), ''));
alter table webhook_delivery enable row level security;
create policy tenant_only on webhook_delivery to coexistence_conversation_tenant
  using (exists (select from webhook_endpoint e where e.id = webhook_delivery.endpoint_id
    and e.tenant = nullif(current_setting('coexistence.tenant', true), '')));
alter table webhook_attempt enable row level security;
create policy tenant_only on webhook_attempt to coexistence_conversation_tenant
  using (exists (select from webhook_delivery d where d.id = webhook_attempt.delivery_id));

-- A tenant's search. No policy: behind one the index of grams could not be used, as its operators are not leakproof.
create function tenant_search(wanted_grams text[], wanted_words text[]) returns setof bigint
language plpgsql stable security definer set search_path from current as $$
declare
  wanted_tenant constant text := nullif(current_setting('coexistence.tenant', true), '');
begin
  for i in 1 .. cardinality(wanted_grams) loop
    return query
      with found as materialized (
        select s.id from search_text s where s.grams @> wanted_grams[i]::int[] and s.words like wanted_words[i])
      select f.id from found f join message m on m.id = f.id
        join number n on n.phone_number_id = m.phone_number_id where n.tenant = wanted_tenant
      union all
      select f.id from found f join contact c on c.id = f.id
        join number n on n.phone_number_id = c.phone_number_id where n.tenant = wanted_tenant;
  end loop;
end $$;
revoke execute on function tenant_search(text[], text[]) from public;
grant execute on function tenant_search(text[], text[]) to coexistence_conversation_tenant;
