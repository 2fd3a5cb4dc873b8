-- Roles of the services: one for the migrations, which owns every schema, table and function, and one for each service,
-- which owns nothing, makes nothing and sees its own schema only. Run by a superuser in the services' database; may be run
-- again, and takes over what another role owned before. Passwords are given elsewhere:
--   alter role coexistence_conversation password '…'
do $$
declare
  migrations constant name := 'coexistence_migrations';
  owned record;
  role_name name;
  service name;
  tenants name;
  part name;
  -- A right to VACUUM and ANALYZE, which PostgreSQL 17 has.
  maintain constant text := case when current_setting('server_version_num')::int >= 170000 then ', maintain' else '' end;
  -- A service takes on its tenants' role for a transaction; it has that role's rights at no other time.
  taken_on constant text := case when current_setting('server_version_num')::int >= 160000 then ' with inherit false' else '' end;
begin
  foreach role_name in array array['coexistence_migrations', 'coexistence_connection', 'coexistence_conversation',
      'coexistence_dispatch', 'coexistence_connection_tenant', 'coexistence_conversation_tenant', 'coexistence_dispatch_tenant']
  loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I', role_name);
    end if;
    execute format('alter role %I nosuperuser nocreatedb nocreaterole noreplication nobypassrls %s', role_name,
      case when role_name like '%\_tenant' then 'nologin' else 'login' end);
  end loop;

  execute format('revoke create, temporary on database %I from public', current_database());

  foreach part in array array['connection', 'conversation', 'dispatch'] loop
    service := 'coexistence_' || part;
    tenants := service || '_tenant';
    execute format('create schema if not exists %I', part);
    execute format('alter schema %I owner to %I', part, migrations);
    execute format('revoke all on schema %I from public', part);

    -- The work of a service is for all tenants; its requests are behind the wall, under the role without this right.
    execute format('alter role %I bypassrls', service);
    execute format('grant %I to %I%s', tenants, service, taken_on);
    -- Migrations look whether the role is there and granted, and have nothing left to make.
    execute format('grant %I to %I', tenants, migrations);

    for owned in
      select c.oid::regclass as id, c.relkind as kind from pg_class c
       where c.relnamespace = part::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
         and c.relowner <> migrations::regrole
         and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i') and c.relkind = 'S')
    loop
      execute format('alter %s %s owner to %I', case owned.kind when 'S' then 'sequence' when 'v' then 'view'
        when 'm' then 'materialized view' else 'table' end, owned.id, migrations);
    end loop;
    for owned in
      select p.oid::regprocedure as id from pg_proc p
       where p.pronamespace = part::regnamespace and p.proowner <> migrations::regrole
    loop
      execute format('alter routine %s owner to %I', owned.id, migrations);
    end loop;

    execute format('grant usage on schema %I to %I', part, service);
    execute format('grant select, insert, update, delete%s on all tables in schema %I to %I', maintain, part, service);
    execute format('grant usage, select, update on all sequences in schema %I to %I', part, service);
    execute format('alter default privileges for role %I in schema %I grant select, insert, update, delete%s on tables to %I',
      migrations, part, maintain, service);
    execute format('alter default privileges for role %I in schema %I grant usage, select, update on sequences to %I',
      migrations, part, service);
    execute format('alter role %I in database %I set search_path = %I', service, current_database(), part);
  end loop;

  -- As the services' own pools set it, for whoever else comes in as one of them.
  execute format('alter role coexistence_conversation in database %I set plan_cache_mode = force_custom_plan', current_database());
  execute format('alter role coexistence_dispatch in database %I set idle_in_transaction_session_timeout = ''5s''', current_database());
  foreach part in array array['hashjoin', 'mergejoin', 'seqscan', 'bitmapscan'] loop
    execute format('alter role coexistence_dispatch in database %I set enable_%s = off', current_database(), part);
  end loop;
end $$;
