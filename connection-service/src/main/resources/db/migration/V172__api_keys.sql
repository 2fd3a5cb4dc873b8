-- The keys with which programs call the services; the secret itself is kept nowhere.
create table api_key (
    key_id      text primary key,
    tenant      text        not null,
    name        text        not null,
    secret_hash bytea       not null, -- SHA-256
    scopes      text[]      not null,
    created_at  timestamptz not null,
    created_by  text        not null,
    expires_at  timestamptz,
    revoked_at  timestamptz
);
create index api_key_by_tenant on api_key (tenant, created_at);

grant select, insert on api_key to coexistence_connection_tenant;
grant update (revoked_at) on api_key to coexistence_connection_tenant;
-- The key's record and the audit's leave with the transaction that makes or revokes the key.
grant insert on outbox to coexistence_connection_tenant;

alter table api_key enable row level security;
create policy tenant on api_key to coexistence_connection_tenant
    using (tenant = nullif(current_setting('coexistence.tenant', true), ''));
