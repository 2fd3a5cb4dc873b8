-- A disconnect that Meta has not confirmed is tested too.
drop index links_by_test;
create index links_by_test on connection (tested_at nulls first)
    where state in ('CONNECTED', 'SUSPENDED', 'DISCONNECTING');
