-- Names of agents go after a while: since when each is kept.
alter table page_agent add column kept_since timestamptz not null default now();
create index page_agent_age on page_agent (kept_since);
