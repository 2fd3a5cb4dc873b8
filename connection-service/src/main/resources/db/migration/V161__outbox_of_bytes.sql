-- A record waits as the bytes that will stand on its topic. A row of an earlier version has its record
-- as JSON instead, also one that an earlier version adds while both run; the relay turns it into bytes.
alter table outbox
    add topic       text not null default 'whatsapp.connections',
    add partition   int,
    add payload     bytea,
    add traceparent text,
    alter version drop not null,
    alter record drop not null;
create index outbox_of_json on outbox (id) where payload is null;
