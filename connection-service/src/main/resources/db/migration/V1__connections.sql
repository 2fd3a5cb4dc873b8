-- One row for each sign-up; it becomes the connection of one onboarding (an epoch of its number).
create table connection (
    id                     uuid primary key,
    phone_number           text        not null, -- E.164 with plus, as signed up
    country                text        not null,
    mode                   text        not null,
    edition                text        not null,
    acknowledged_by        text,
    acknowledged_at        timestamptz,
    started_at             timestamptz not null,
    expires_at             timestamptz not null,

    -- What the browser said: hints, never trusted.
    session_event          text,
    hinted_waba_id         text,
    hinted_phone_number_id text,

    -- What Meta said to the token.
    phone_number_id        text,
    epoch                  bigint,
    waba_id                text,
    display_phone_number   text,
    verified_name          text,
    onboarded_at           timestamptz, -- when the code was exchanged: the epoch's beginning
    budget_per_second      int         not null,

    state                  text        not null,
    state_since            timestamptz not null,
    step                   text,
    reason                 text,
    initiated_by           text,
    meta_code              int,
    next_action            text,

    encrypted_code         bytea,
    encrypted_token        bytea,
    encrypted_pin          bytea,

    last_activity_at       timestamptz,
    last_activity_kind     text,
    warned_days            int         not null default 0,
    first_event_at         timestamptz,
    tested_at              timestamptz,

    -- An account event that did not say which of several numbers it means: the next test decides.
    retest_event           text,
    retest_reason          text,
    retest_by              text,

    -- Work on an onboarding belongs to one process at a time, by the database's own clock.
    claimed_until          timestamptz,
    next_attempt_at        timestamptz
);

create unique index one_sign_up_per_number on connection (phone_number) where state in ('PENDING', 'ONBOARDING');
create unique index one_link_per_number on connection (phone_number_id)
    where state in ('CONNECTED', 'SUSPENDED', 'DISCONNECTING');
create unique index one_connection_per_epoch on connection (phone_number_id, epoch);
create index connection_by_waba on connection (waba_id) where waba_id is not null;
create index connection_by_state on connection (state);

-- The published record of a number: which connection it shows, and the counter of its versions.
create table number (
    phone_number_id text primary key,
    epoch           bigint not null,
    version         bigint not null,
    connection_id   uuid   not null references connection
);

-- The steps of an onboarding; a row is written before the call (INTENT) and again after it.
create table step (
    connection_id uuid        not null references connection,
    step          text        not null,
    status        text        not null,
    attempts      int         not null,
    started_at    timestamptz not null,
    ended_at      timestamptz,
    evidence      text        not null default '',
    progress      int,
    primary key (connection_id, step)
);

create table activity_evidence (
    connection_id uuid        not null references connection,
    kind          text        not null,
    at            timestamptz not null,
    stated_by     text,
    primary key (connection_id, kind)
);

create table self_check (
    connection_id uuid        not null references connection,
    subject       text        not null,
    status        text        not null,
    evidence      text        not null,
    at            timestamptz not null,
    primary key (connection_id, subject)
);

-- What happened to a connection, in order: for people.
create table history (
    id            bigint generated always as identity primary key,
    connection_id uuid        not null references connection,
    epoch         bigint,
    at            timestamptz not null,
    event         text        not null,
    from_state    text        not null,
    to_state      text        not null,
    evidence      text        not null
);
create index history_by_connection on history (connection_id, id);

create table restriction (
    connection_id uuid        not null references connection,
    kind          text        not null,
    until         timestamptz,
    since         timestamptz not null,
    primary key (connection_id, kind)
);

-- Records on their way to whatsapp.connections, written with the row they speak of.
create table outbox (
    id              bigint generated always as identity primary key,
    phone_number_id text   not null,
    version         bigint not null,
    record          text   not null
);

-- Meta's limit: ten calls of register and deregister in 72 hours.
create table register_call (
    phone_number_id text        not null,
    at              timestamptz not null
);
create index register_call_by_number on register_call (phone_number_id, at);

-- Account events that were handled, so that a redelivery changes nothing.
create table handled_event (
    event_id text primary key,
    at       timestamptz not null
);

-- Account events about numbers that nobody knows (yet), kept for people.
create table parked_event (
    event_id    text primary key,
    waba_id     text,
    field       text        not null,
    event       text,
    json        text        not null,
    received_at timestamptz not null
);

-- The edition that was in force when this service last started.
create table edition_in_force (
    one     boolean primary key default true check (one),
    edition text not null
);
