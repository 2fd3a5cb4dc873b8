-- Both tables hold only what is under way, and every message passes through them: each index was
-- written to twice a message, and saved nothing. Results are read in the order of their id.
drop index intent_partition;
drop index outbox_partition;
