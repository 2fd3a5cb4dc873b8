-- Runs once, by psql in the database coexistence, when the database's folder is new.
\i /roles.sql
\getenv migrations POSTGRES_MIGRATIONS_PASSWORD
\getenv connection POSTGRES_CONNECTION_PASSWORD
\getenv conversation POSTGRES_CONVERSATION_PASSWORD
\getenv dispatch POSTGRES_DISPATCH_PASSWORD
\getenv registry POSTGRES_REGISTRY_PASSWORD
ALTER ROLE coexistence_migrations PASSWORD :'migrations';
ALTER ROLE coexistence_connection PASSWORD :'connection';
ALTER ROLE coexistence_conversation PASSWORD :'conversation';
ALTER ROLE coexistence_dispatch PASSWORD :'dispatch';
CREATE ROLE registry LOGIN PASSWORD :'registry';
CREATE DATABASE registry OWNER registry;
