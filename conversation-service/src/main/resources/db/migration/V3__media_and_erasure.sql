-- Media of messages: fetched early, because Meta's link dies.
create table media (
    message_id bigint primary key,
    phone_number_id text not null,
    media_id text not null,
    mime_type text,
    state text not null default 'WAITING',
    attempts int not null default 0,
    first_at timestamptz not null,
    next_at timestamptz not null,
    size_bytes bigint,
    problem text,
    stored_at timestamptz
);
create index media_due on media (next_at) where state = 'WAITING';
create index media_by_media_id on media (phone_number_id, media_id);

-- That something was erased, and how much; never what it said.
create table erasure_audit (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    kind text not null,
    phone_number_id text,
    contact_id bigint,
    messages bigint not null,
    media bigint not null,
    requested_by text
);

-- Who was erased, as hashes of the aliases: a replay of the topics must not bring them back.
create table erased_alias (
    phone_number_id text not null,
    alias_hash bytea not null,
    up_to timestamptz not null,
    primary key (phone_number_id, alias_hash)
);

create index message_age on message (occurred_at);
