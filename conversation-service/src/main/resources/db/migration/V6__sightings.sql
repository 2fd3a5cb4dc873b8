-- Which names were seen together, and when, where no message in its thread says so itself: the address book, statuses,
-- edits, changes of numbers and user ids. Should a phone number turn out to have changed hands, this says whose is what.
create table contact_sighting (
    phone_number_id text not null,
    surest text not null,
    at timestamptz not null,
    digest text not null,
    phone text,
    bsuid text,
    parent text,
    username text,
    previous_bsuid text,
    previous_parent text,
    moved_to text,
    profile_name text,
    in_book boolean not null,
    book_name text,
    book_first_name text,
    book_removed boolean not null,
    primary key (phone_number_id, surest, at, digest)
);
create index contact_sighting_age on contact_sighting (at);

-- The name that its writer gave to the profile, as the event of the message told it.
alter table message add column peer_profile text;
