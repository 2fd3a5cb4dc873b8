-- The trace that a command belongs to, as W3C Trace Context writes it; its results carry it on.
alter table command add column traceparent text;
alter table outbox add column traceparent text;
