-- What the jobs ask every second, with a hundred thousand connected numbers.
create index silent_links on connection (last_activity_at) where state = 'CONNECTED' and mode = 'COEXISTENCE';
create index links_by_test on connection (tested_at nulls first) where state in ('CONNECTED', 'SUSPENDED');
create index sign_ups_by_expiry on connection (expires_at) where state = 'PENDING';
