-- Where events are sent to. Secrets are encrypted.
create table webhook_endpoint (
    id bigint primary key,
    url text not null,
    description text,
    types text[] not null,
    numbers text[] not null,
    state text not null,
    reason text,
    secret bytea not null,
    old_secret bytea,
    old_secret_until timestamptz,
    failing_since timestamptz,
    last_success_at timestamptz,
    created_at timestamptz not null
);

-- One event for one endpoint. Within an endpoint and a conversation they leave in the order of their ids.
create table webhook_delivery (
    id bigint generated always as identity primary key,
    endpoint_id bigint not null references webhook_endpoint on delete cascade,
    event_id text not null,
    type text not null,
    phone_number_id text not null,
    conversation_id bigint not null,
    body text not null,
    state text not null default 'WAITING',
    attempts int not null default 0,
    created_at timestamptz not null,
    next_at timestamptz not null,
    claimed_until timestamptz,
    ended_at timestamptz
) with (fillfactor = 80);
create index webhook_delivery_heads on webhook_delivery (endpoint_id, conversation_id, id) where state = 'WAITING';
create index webhook_delivery_due on webhook_delivery (endpoint_id, next_at) where state = 'WAITING';
create index webhook_delivery_log on webhook_delivery (endpoint_id, id desc);
create index webhook_delivery_conversation on webhook_delivery (conversation_id);
create index webhook_delivery_age on webhook_delivery (created_at);

create table webhook_attempt (
    delivery_id bigint not null references webhook_delivery on delete cascade,
    attempt int not null,
    at timestamptz not null,
    millis bigint not null,
    status int,
    problem text,
    primary key (delivery_id, attempt, at)
);

-- Up to where changes have been turned into deliveries; its row lock is the one writer.
create table webhook_place (
    one boolean primary key default true check (one),
    xid bigint not null,
    seq bigint not null,
    index int not null
);
