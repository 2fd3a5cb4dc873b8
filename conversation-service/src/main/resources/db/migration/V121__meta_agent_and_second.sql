-- Which telling says whose a message is and which way it went, where that is another one than its words come from.
alter table message add column place_rank smallint;
alter table message add column place_at timestamptz;
alter table message add column place_received_at timestamptz;

-- Of several edits in one second the last received counts; the others stay beside it.
alter table message add column edit_received_at timestamptz;
alter table message add column edit_rivals text;

-- The same of names, for all of a contact's in one column; and what they told Meta of marketing messages.
alter table contact add column told text;
alter table contact add column marketing text;
alter table contact add column marketing_at timestamptz;
alter table contact_sighting add column received_at timestamptz;
alter table contact_sighting add column marketing text;

-- What customers wrote while Meta's agent had the thread (sender bits: STANDBY 64 without CUSTOMER 4), to see who waits.
create index message_standby on message (occurred_at) where evidence & 68 = 64;
