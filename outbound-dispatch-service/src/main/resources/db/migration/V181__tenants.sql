-- Whose a number is. All that are known so far were signed up before there were tenants, or while this service did not
-- know of them: connections are read once more to learn it.
alter table number
    add column tenant text not null default 'default',
    add column has_token boolean generated always as (encrypted_token is not null) stored;
alter table number alter column tenant drop default;
delete from consumer_offset where topic = 'whatsapp.connections';

-- Whose the number was when the command was stored, so that it stays its tenant's when the number moves to another;
-- null where nothing was known of the number.
alter table command add column tenant text default 'default';
alter table command alter column tenant drop default;

-- The second wall: what a tenant asks over HTTP is answered under this role, to which the policies apply.
do $$
begin
    if not exists (select from pg_roles where rolname = 'coexistence_dispatch_tenant') then
        create role coexistence_dispatch_tenant nologin;
    end if;
exception
    -- Another database of the same server makes it at the same moment.
    when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
    if not pg_has_role(current_user, 'coexistence_dispatch_tenant', 'SET') then
        grant coexistence_dispatch_tenant to current_user;
    end if;
end
$$;
grant usage on schema ${flyway:defaultSchema} to coexistence_dispatch_tenant;

-- No token, encrypted or not, is among them.
grant select (phone_number_id, partition, epoch, version, state, presumed_inactive, mode, per_second, edition, forbidden,
    link_proven_at, waba_id, tenant, has_token) on number to coexistence_dispatch_tenant;
grant select on command, intent, hold, template, marketing_wish to coexistence_dispatch_tenant;
grant select, insert on request_key to coexistence_dispatch_tenant;

alter table number enable row level security;
create policy tenant on number to coexistence_dispatch_tenant
    using (tenant = nullif(current_setting('coexistence.tenant', true), ''));
alter table command enable row level security;
create policy tenant on command to coexistence_dispatch_tenant
    using (tenant = nullif(current_setting('coexistence.tenant', true), ''));

-- What belongs to a number or a command is seen with it.
alter table intent enable row level security;
create policy tenant on intent to coexistence_dispatch_tenant
    using (exists (select from command c where c.command_id = intent.command_id
                                           and c.phone_number_id = intent.phone_number_id));
alter table hold enable row level security;
create policy tenant on hold to coexistence_dispatch_tenant
    using (exists (select from number n where n.phone_number_id = hold.phone_number_id));
alter table template enable row level security;
create policy tenant on template to coexistence_dispatch_tenant
    using (exists (select from number n where n.waba_id = template.waba_id));
alter table marketing_wish enable row level security;
create policy tenant on marketing_wish to coexistence_dispatch_tenant
    using (exists (select from number n where n.phone_number_id = marketing_wish.phone_number_id));
alter table request_key enable row level security;
create policy tenant on request_key to coexistence_dispatch_tenant
    using (exists (select from number n where n.phone_number_id = request_key.phone_number_id));
