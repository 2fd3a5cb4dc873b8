-- Who owns a partition. Every write of an owner holds a share lock on this row and names the epoch;
-- taking over raises the epoch, so an older owner's write finds no row.
create table partition_owner (
    partition int primary key,
    epoch bigint not null,
    owner text not null,
    taken_at timestamptz not null default clock_timestamp()
);

-- Until when an owner may write to Meta. A row of its own, so that renewing it waits for no writer.
create table partition_lease (
    partition int primary key,
    epoch bigint not null,
    lease_until timestamptz not null
);

-- The next offset to read, stored with what was read before it.
create table consumer_offset (
    topic text not null,
    partition int not null,
    next_offset bigint not null,
    primary key (topic, partition)
);

-- The newest record of whatsapp.connections of each number, as far as sending needs it.
create table number (
    phone_number_id text primary key,
    partition int not null,
    epoch bigint not null,
    version bigint not null,
    state text not null,
    presumed_inactive boolean not null,
    mode text not null,
    per_second int not null,
    edition text not null,
    forbidden text[] not null,
    encrypted_token bytea,
    -- An error of Meta's that stopped the number, and the version of the connection that it stopped.
    stop_code int,
    stop_version bigint
);

create sequence command_seq;

-- Every command of the last days: the queue, and the memory of idempotency keys.
-- state: SCHEDULED waits for not_before, QUEUED waits for its turn or is under way (see intent),
-- UNKNOWN may have gone out, ENDED has its outcome.
create table command (
    command_id text primary key,
    phone_number_id text not null,
    partition int not null,
    seq bigint not null,
    priority smallint not null,
    recipient text not null,
    state text not null,
    recipient_phone text,
    recipient_bsuid text,
    type text not null,
    message_json text not null,
    preview text,
    replies_to text,
    reference text,
    queued_at timestamptz not null,
    not_before timestamptz,
    expires_at timestamptz,
    unknown_policy text not null,
    attempts int not null default 0,
    cancel_requested boolean not null default false,
    unknown_reason text,
    deadline timestamptz,
    evidence text,
    outcome text,
    reason text,
    error_code int,
    detail text,
    wamid text,
    sent_at timestamptz,
    decided_at timestamptz
) with (fillfactor = 85);

create index command_queue on command (partition, phone_number_id, priority, seq) where state = 'QUEUED';
create index command_recipient on command (partition, phone_number_id, recipient, priority, seq) where state = 'QUEUED';
create index command_scheduled on command (partition, not_before) where state = 'SCHEDULED';
create index command_expiry on command (partition, expires_at)
    where expires_at is not null and state in ('QUEUED', 'SCHEDULED');
create index command_unknown on command (partition, deadline) where state = 'UNKNOWN';
create index command_ended on command (decided_at) where state = 'ENDED';

-- What may be on the wire: committed before the first byte leaves, gone with the outcome.
create table intent (
    command_id text primary key,
    partition int not null,
    epoch bigint not null,
    attempt bigint not null,
    intended_at timestamptz not null
);
create index intent_partition on intent (partition);

-- Results to publish, as the bytes of their record.
create table outbox (
    id bigint generated always as identity primary key,
    partition int not null,
    phone_number_id text not null,
    payload bytea not null,
    stored_at timestamptz not null default clock_timestamp()
);
create index outbox_partition on outbox (partition, id);

-- What an idempotency key of the HTTP API stood for when it was first used.
create table request_key (
    command_id text primary key,
    body_hash bytea not null,
    used_at timestamptz not null default now()
);
create index request_key_used on request_key (used_at);

-- What was left to people; late evidence may still come.
create index command_parked on command (partition) where state = 'ENDED' and outcome = 'UNKNOWN';
