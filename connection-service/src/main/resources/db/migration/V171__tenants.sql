-- Whose a sign-up is, and whose the number is that came of it: a number stays its tenant's until an
-- operator of the platform moves it, also between two connections.
alter table connection add tenant text not null default 'default';
alter table number add tenant text not null default 'default';

-- Each tenant may try; which of them the number belongs to, Meta's token shows.
drop index one_sign_up_per_number;
create unique index one_sign_up_per_number on connection (tenant, phone_number)
    where state in ('PENDING', 'ONBOARDING');
create index number_by_tenant on number (tenant, phone_number_id);

-- The second wall: requests of a tenant are answered under this role, to which the policies apply.
do $$
begin
    if not exists (select from pg_roles where rolname = 'coexistence_connection_tenant') then
        create role coexistence_connection_tenant nologin;
    end if;
exception
    -- Another database of the same server makes it at the same moment.
    when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
    if not pg_has_role(current_user, 'coexistence_connection_tenant', 'SET') then
        grant coexistence_connection_tenant to current_user;
    end if;
end
$$;
grant usage on schema ${flyway:defaultSchema} to coexistence_connection_tenant;

-- No secret, encrypted or not, is among them.
grant select (id, tenant, phone_number, country, mode, edition, acknowledged_by, acknowledged_at, started_at,
    expires_at, phone_number_id, epoch, waba_id, display_phone_number, verified_name, quality_rating,
    onboarded_at, budget_per_second, state, state_since, step, reason, initiated_by, meta_code, next_action,
    last_activity_at, last_activity_kind, warned_days) on connection to coexistence_connection_tenant;
grant select on number, step, activity_evidence, self_check, history, restriction, number_hold
    to coexistence_connection_tenant;

alter table connection enable row level security;
create policy tenant on connection to coexistence_connection_tenant
    using (tenant = nullif(current_setting('coexistence.tenant', true), ''));
alter table number enable row level security;
create policy tenant on number to coexistence_connection_tenant
    using (tenant = nullif(current_setting('coexistence.tenant', true), ''));

-- What belongs to a connection or a number is seen with it.
alter table step enable row level security;
create policy tenant on step to coexistence_connection_tenant
    using (exists (select from connection where connection.id = connection_id));
alter table activity_evidence enable row level security;
create policy tenant on activity_evidence to coexistence_connection_tenant
    using (exists (select from connection where connection.id = connection_id));
alter table self_check enable row level security;
create policy tenant on self_check to coexistence_connection_tenant
    using (exists (select from connection where connection.id = connection_id));
alter table history enable row level security;
create policy tenant on history to coexistence_connection_tenant
    using (exists (select from connection where connection.id = connection_id));
alter table restriction enable row level security;
create policy tenant on restriction to coexistence_connection_tenant
    using (exists (select from connection where connection.id = connection_id));
alter table number_hold enable row level security;
create policy tenant on number_hold to coexistence_connection_tenant
    using (exists (select from number where number.phone_number_id = number_hold.phone_number_id));
