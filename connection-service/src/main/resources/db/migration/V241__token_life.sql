-- Until when Meta takes the token of a connection, as Meta said (debug_token). No row: not asked yet.
create table token_life (
    connection_id uuid primary key references connection on delete cascade,
    -- null: it does not end
    ends_at timestamptz,
    asked_at timestamptz not null
);
