-- The trace that a command belongs to, as its results carry it: statuses and webhooks out continue it.
create table message_trace (
    phone_number_id text not null,
    command_id text not null,
    traceparent text not null,
    first_seen_at timestamptz not null,
    primary key (phone_number_id, command_id)
);
create index message_trace_age on message_trace (first_seen_at);

alter table webhook_delivery add column traceparent text;
