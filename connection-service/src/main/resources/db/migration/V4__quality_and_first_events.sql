-- Meta's rating of the number, as last asked.
alter table connection add quality_rating text not null default 'UNKNOWN';

-- What every batch of messages asks: few links wait for their first event at any time.
create index waiting_for_a_first_event on connection (phone_number_id)
    where first_event_at is null and state in ('ONBOARDING', 'CONNECTED', 'SUSPENDED', 'DISCONNECTING');

-- The newest sign-up of a phone number.
create index connection_by_phone_number on connection (phone_number, started_at);

-- How long a record has waited, by the database's own clock.
alter table outbox add created_at timestamptz not null default clock_timestamp();
