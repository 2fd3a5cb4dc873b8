-- By which key of the keyset an erased name was hashed; without one it is a plain SHA-256, until the next start.
alter table erased_alias add column key_id bigint;

-- Erasures that the other services are to be told of, written with the erasure itself. Names are encrypted.
create table erasure_outbox (
    erasure_id text primary key,
    phone_number_id text not null,
    encrypted_aliases bytea not null,
    erased_at timestamptz not null
);
