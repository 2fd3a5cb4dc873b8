-- That Meta takes nothing of a number: the newest hold of each number that ever was held.
create table hold (
    phone_number_id text primary key,
    partition int not null,
    -- Counts the changes, over all owners.
    version bigint not null,
    -- HELD, PROBING, RELEASED
    stage text not null,
    reason text not null,
    http int not null,
    code int not null,
    subcode int,
    title text,
    message text,
    details text,
    since timestamptz not null,
    next_probe_at timestamptz,
    probes int not null,
    -- Since a message was last taken.
    refusals int not null,
    -- Of the connection record through which Meta refused last.
    connection_version bigint not null,
    changed_at timestamptz not null
);
create index hold_standing on hold (partition) where stage <> 'RELEASED';

insert into hold (phone_number_id, partition, version, stage, reason, http, code, since, next_probe_at,
       probes, refusals, connection_version, changed_at)
select phone_number_id, partition, 1, 'HELD',
       case when stop_code in (0, 190) then 'TOKEN' when stop_code = 131042 then 'PAYMENT'
            when stop_code = 368 then 'RESTRICTED' when stop_code = 131031 then 'LOCKED'
            when stop_code = 131037 then 'DISPLAY_NAME' when stop_code = 131045 then 'CERTIFICATE'
            when stop_code between 133000 and 133999 then 'NOT_REGISTERED' else 'PERMISSION' end,
       400, stop_code, now(), now(), 0, 1, version, now()
  from number where stop_code is not null and stop_version = version;

alter table number drop column stop_code, drop column stop_version;
alter table number add column link_proven_at timestamptz;

-- Where a record goes; those that wait are results.
alter table outbox add column topic text not null default 'whatsapp.send-results';
