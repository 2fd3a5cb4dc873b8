-- Persons who are to be forgotten, until nothing of them is left; names are encrypted.
create table erasure (
    erasure_id text primary key,
    partition int not null,
    phone_number_id text not null,
    encrypted_aliases bytea not null,
    erased_at timestamptz not null,
    next_at timestamptz not null
);
create index erasure_due on erasure (partition, next_at);
