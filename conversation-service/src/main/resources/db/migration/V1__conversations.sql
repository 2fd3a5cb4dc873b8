-- One place for all ids: a block of them is taken in one round trip before rows are written.
create sequence entity_id as bigint cache 1;

-- A business number, as whatsapp.connections last told, or only its id where an event came first.
create table number (
    phone_number_id text primary key,
    display_phone_number text,
    verified_name text,
    waba_id text,
    country text,
    connection_id text,
    epoch bigint not null default 0,
    version bigint not null default -1,
    state text not null default 'UNKNOWN',
    mode text not null default 'UNKNOWN',
    budget_per_second int,
    reason text,
    initiated_by text,
    presumed_inactive boolean not null default false,
    disabled_features text[] not null default '{}',
    policy_edition text,
    encrypted_token bytea,
    last_activity_at timestamptz,
    last_activity_kind text,
    changed_at timestamptz
);

-- A WhatsApp user as one number knows them. Names are last-writer-wins; see ContactNames.
create table contact (
    id bigint primary key,
    phone_number_id text not null,
    profile_name text,
    profile_name_at timestamptz,
    book_name text,
    book_first_name text,
    book_removed boolean not null default false,
    book_at timestamptz,
    username text,
    username_at timestamptz,
    phone text,
    phone_at timestamptz,
    merged_into bigint
);

-- By which names events speak of a contact. A phone number that changed hands has a second row from that time on.
create table contact_alias (
    phone_number_id text not null,
    kind text not null,
    value text not null,
    since timestamptz not null default 'epoch',
    contact_id bigint not null,
    first_at timestamptz,
    primary key (phone_number_id, kind, value, since)
);
create index contact_alias_contact on contact_alias (contact_id);

-- A thread: what one number and one contact (of the same id) said to each other.
create table conversation (
    id bigint primary key,
    phone_number_id text not null,
    last_message_id bigint,
    last_at timestamptz,
    last_received_at timestamptz,
    in_message_id bigint,
    in_at timestamptz,
    in_received_at timestamptz,
    read_up_to timestamptz,
    unread int not null default 0
);
create index conversation_by_number on conversation (phone_number_id, last_at desc, id desc);
create index conversation_newest on conversation (last_at desc, id desc);
create index conversation_unread on conversation (last_at desc, id desc) where unread > 0;

-- Everything that was said, one row for each; a row without conversation waits for its message.
create table message (
    id bigint primary key,
    phone_number_id text not null,
    wamid text,
    command_id text,
    conversation_id bigint,
    occurred_at timestamptz,
    received_at timestamptz,
    content_rank smallint not null,
    evidence smallint not null,
    status smallint not null,
    direction text,
    type text,
    body text,
    media_id text,
    mime_type text,
    replies_to text,
    json text,
    peer_phone text,
    peer_bsuid text,
    peer_parent text,
    peer_username text,
    peer_group text,
    content_code int,
    content_title text,
    content_details text,
    reference text,
    status_at timestamptz,
    status_reason text,
    status_code int,
    status_title text,
    status_details text,
    pricing_at timestamptz,
    pricing_model text,
    pricing_type text,
    pricing_category text,
    edit_wamid text,
    edited_at timestamptz,
    edit_body text,
    edit_json text,
    revoke_wamid text,
    revoked_at timestamptz,
    reactions text,
    read_marked boolean not null default false,
    first_seen_at timestamptz not null
) with (fillfactor = 85);
create unique index message_by_wamid on message (phone_number_id, wamid) where wamid is not null;
create index message_by_command on message (phone_number_id, command_id) where command_id is not null;
create index message_thread on message (conversation_id, occurred_at desc, received_at desc, id desc) where conversation_id is not null;
create index message_waiting on message (first_seen_at) where conversation_id is null;

-- Every status as it came.
create table message_status (
    phone_number_id text not null,
    wamid text not null,
    status text not null,
    recipient text not null,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    json text not null,
    primary key (phone_number_id, wamid, status, recipient, occurred_at)
);

-- Edits, revokes and reactions as they came: what the thread's text was before, and who changed it.
create table message_change (
    phone_number_id text not null,
    wamid text not null,
    target text not null,
    kind text not null,
    direction text not null,
    body text,
    json text not null,
    occurred_at timestamptz not null,
    primary key (phone_number_id, wamid)
);
create index message_change_target on message_change (phone_number_id, target);

-- The import of older chats, per chunk; and the owner's refusal.
create table history_chunk (
    phone_number_id text not null,
    phase int not null,
    chunk_order int not null,
    progress int not null,
    messages int not null,
    received_at timestamptz not null,
    primary key (phone_number_id, phase, chunk_order)
);
create table history_declined (
    phone_number_id text primary key,
    code int not null,
    title text,
    details text,
    received_at timestamptz not null
);

-- What changed, one row for each batch of the projector; followers read it in (xid, seq) behind the
-- oldest transaction still running, so that nothing commits behind their back.
create table change_batch (
    xid xid8 not null default pg_current_xact_id(),
    seq bigint generated always as identity,
    at timestamptz not null,
    kinds text[] not null,
    numbers text[] not null,
    conversations bigint[] not null,
    messages bigint[] not null,
    primary key (xid, seq)
);
create index change_batch_at on change_batch (at);

-- Two contacts that one event showed to be one. Taking it back is possible: the aliases say whose is what.
create table contact_merge (
    id bigint generated always as identity primary key,
    phone_number_id text not null,
    winner bigint not null,
    loser bigint not null,
    because text not null,
    at timestamptz not null,
    aliases text[] not null,
    recorded_at timestamptz not null default now(),
    undone_at timestamptz
);
create index contact_merge_loser on contact_merge (loser);
create index contact_merge_winner on contact_merge (winner);

-- Two contacts that people said are not one, whatever events say.
create table contact_separation (
    lower_id bigint not null,
    higher_id bigint not null,
    at timestamptz not null,
    primary key (lower_id, higher_id)
);

-- What can be found by its words: messages and contacts, by their ids.
create table search_text (
    id bigint primary key,
    words text not null,
    grams int[] not null
);
create index search_text_grams on search_text using gin (grams);
