-- That Meta takes nothing of a number at present: the newest hold of each number that ever was held.
create table number_hold (
    phone_number_id text primary key,
    version         bigint      not null,
    state           text        not null,
    reason          text        not null,
    since           timestamptz not null,
    released_by     text        not null,
    meta_code       int,
    meta_subcode    int,
    meta_message    text,
    meta_details    text,
    next_probe_at   timestamptz,
    probes          int         not null,
    waiting         bigint      not null,
    next_action     text
);
