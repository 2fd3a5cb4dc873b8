-- Entries of the audit on their way to whatsapp.audit, written in the transaction of their act.
create table outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  partition int,
  phone_number_id text not null, -- the record's key
  payload bytea not null,
  traceparent text
);
grant insert on outbox to coexistence_conversation_tenant;
