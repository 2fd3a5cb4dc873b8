-- That Meta takes nothing of a number at present, as the dispatcher last told it.
create table number_hold (
    phone_number_id text primary key,
    version         bigint      not null,
    state           text        not null,
    reason          text        not null,
    released_by     text        not null,
    meta_code       int         not null,
    meta_subcode    int,
    meta_message    text,
    meta_details    text,
    since           timestamptz not null,
    next_probe_at   timestamptz,
    probes          int         not null,
    waiting         bigint      not null,
    next_action     text,
    -- The link of a held number is tested again and again; null where a test tells nothing of it.
    next_test_at    timestamptz,
    tests           int         not null default 0
);
create index number_hold_by_test on number_hold (next_test_at) where next_test_at is not null;

-- When a test of the link last passed that somebody waited for.
alter table connection add link_proven_at timestamptz;
