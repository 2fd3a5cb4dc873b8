-- A thread is read up to a message, and not up to a second: another message of that second may come later.
-- Null where all of that second counts as read.
alter table conversation add column read_received_at timestamptz;
