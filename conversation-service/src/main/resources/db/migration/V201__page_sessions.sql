-- Log-ins at the page. Only the browser has a session's id; here stand its SHA-256, and who and which tokens, encrypted.
create table page_session (
    id_hash bytea primary key,
    content bytea not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    -- Until then one instance asks the issuer for new tokens, and nobody else does.
    renewing_until timestamptz,
    -- Until then nobody asks: the issuer did not answer.
    renewal_after timestamptz
);
create index page_session_created on page_session (created_at);
create index page_session_seen on page_session (seen_at);

-- Who wrote a message from the page. It names nobody but the business's own people.
create table page_agent (
    command_id text primary key,
    name text not null
);
