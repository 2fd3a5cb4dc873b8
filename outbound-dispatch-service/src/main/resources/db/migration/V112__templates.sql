-- How Meta says that templates stand, and what customers wish of marketing.
create table template (
    waba_id text not null,
    name text not null,
    -- In lower case, with underscores.
    language text not null,
    status text,
    status_at timestamptz,
    category text,
    category_at timestamptz,
    primary key (waba_id, name, language)
);

create table marketing_wish (
    phone_number_id text not null,
    -- Phone number or user id.
    person text not null,
    stopped boolean not null,
    changed_at timestamptz not null,
    primary key (phone_number_id, person)
);

-- The account whose templates a number uses; connections are read once more to learn it.
alter table number add column waba_id text;
delete from consumer_offset where topic = 'whatsapp.connections';

-- HELD waits for its template, outside the queue.
alter table command
    add column template_name text,
    add column template_language text,
    add column held_for text;
create index command_held on command (partition, phone_number_id) where state = 'HELD';

drop index command_expiry;
create index command_expiry on command (partition, expires_at)
    where expires_at is not null and state in ('QUEUED', 'SCHEDULED', 'HELD');
drop index command_proved;
create index command_proved on command (partition)
    where evidence is not null and state in ('QUEUED', 'SCHEDULED', 'HELD');
