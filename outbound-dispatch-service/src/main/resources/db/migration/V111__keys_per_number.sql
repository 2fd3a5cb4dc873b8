-- A producer's id is its own and its number's: the key of a command is both. The id stands first, as it alone is asked
-- for too.
alter table command
    drop constraint command_pkey,
    add primary key (command_id, phone_number_id),
    -- What a command asks for, as a hash: the same key with another meaning is refused.
    add column meaning text;

alter table intent
    add column phone_number_id text;
update intent i set phone_number_id = c.phone_number_id from command c where c.command_id = i.command_id;
delete from intent where phone_number_id is null;
alter table intent
    alter column phone_number_id set not null,
    drop constraint intent_pkey,
    add primary key (command_id, phone_number_id);

-- Hashes of bodies say nothing about meaning: keys used before stand for whatever is asked again.
alter table request_key
    add column phone_number_id text,
    add column meaning text,
    drop column body_hash;
update request_key k set phone_number_id = c.phone_number_id from command c where c.command_id = k.command_id;
delete from request_key where phone_number_id is null;
alter table request_key
    alter column phone_number_id set not null,
    drop constraint request_key_pkey,
    add primary key (command_id, phone_number_id);

-- A group that a message goes to; then it goes to no person.
alter table command
    add column recipient_group text;
