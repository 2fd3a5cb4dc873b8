-- What whatsapp.audit tells, for people to read. Nothing in it changes.
create table audit_entries (
    entry_id    text primary key,
    tenant      text, -- null: the platform's own
    at          timestamptz not null,
    caller_kind text        not null,
    caller_id   text        not null,
    caller_name text        not null,
    action      text        not null,
    object      text        not null,
    address     text,
    before      text,
    after       text
);
create index audit_by_tenant on audit_entries (tenant, at desc, entry_id desc);
create index audit_by_time on audit_entries (at desc, entry_id desc);
-- The services tell the use of a key once an hour.
create index audit_of_key_uses on audit_entries (object, at) where action = 'api-key.use';

create function refuse_change_of_audit() returns trigger language plpgsql as
$$
begin
    raise exception 'the audit is append-only';
end
$$;
create trigger append_only before update or delete or truncate on audit_entries
    for each statement execute function refuse_change_of_audit();

grant select on audit_entries to coexistence_connection_tenant;
alter table audit_entries enable row level security;
create policy tenant on audit_entries to coexistence_connection_tenant
    using (tenant = nullif(current_setting('coexistence.tenant', true), ''));
