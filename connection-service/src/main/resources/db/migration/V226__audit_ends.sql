-- The audit is append-only until an entry has been kept long enough. Who ends it says before which time, for the
-- transaction, in coexistence.audit_ends_before; a younger entry is never removed.
drop trigger append_only on audit_entries;
create trigger append_only before update or truncate on audit_entries
    for each statement execute function refuse_change_of_audit();

create function refuse_early_end_of_audit() returns trigger language plpgsql as
$$
begin
    if old.at < nullif(current_setting('coexistence.audit_ends_before', true), '')::timestamptz then
        return old;
    end if;
    raise exception 'the audit is append-only';
end
$$;
create trigger append_only_until_its_end before delete on audit_entries
    for each row execute function refuse_early_end_of_audit();
