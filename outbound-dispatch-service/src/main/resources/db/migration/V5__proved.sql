-- What is to be sent again although a status tells that it left before: nearly always empty.
create index command_proved on command (partition)
    where evidence is not null and state in ('QUEUED', 'SCHEDULED');
