package dev.coexistence.connection.audit;

import dev.coexistence.access.Caller;
import dev.coexistence.database.TenantTransactions;
import dev.coexistence.database.TenantView;
import dev.coexistence.schemas.events.AuditEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table of the audit's entries, as the topic told them; an entry never changes. */
@Component
public class AuditEntries {
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final TenantTransactions tenants;

    public AuditEntries(JdbcTemplate template, TenantTransactions tenants) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
        this.tenants = tenants;
    }

    /** Keeps entries, each once however often it comes. */
    public void keep(List<AuditEntry> entries) {
        template.batchUpdate(
                """
                insert into audit_entries (entry_id, tenant, at, caller_kind, caller_id, caller_name, action, object,
                  address, before, after)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (entry_id) do nothing
                """,
                entries,
                100,
                (row, entry) -> {
                    row.setString(1, storable(entry.getEntryId()));
                    row.setString(2, maybe(entry.getTenant()));
                    row.setTimestamp(3, Timestamp.from(entry.getAt()));
                    row.setString(4, storable(entry.getCallerKind()));
                    row.setString(5, storable(entry.getCallerId()));
                    row.setString(6, storable(entry.getCallerName()));
                    row.setString(7, storable(entry.getAction()));
                    row.setString(8, storable(entry.getObject()));
                    row.setString(9, maybe(entry.getAddress()));
                    row.setString(10, maybe(entry.getBefore()));
                    row.setString(11, maybe(entry.getAfter()));
                });
    }

    /**
     * Entries that the caller may read, newest first.
     *
     * @param tenant whose alone; null for all that the caller sees
     * @param after the last of the page before
     */
    public List<AuditRow> list(
            Caller caller, @Nullable String tenant, Optional<AuditCursor> after, int limit) {
        String whose = caller.seesAll() ? tenant : caller.tenant();
        return tenants.within(
                TenantView.ofCaller(caller.tenant()),
                () ->
                        jdbc.sql(
                                        "select * from audit_entries where "
                                                + (whose == null
                                                        ? "cast(:tenant as text) is null"
                                                        : "tenant = :tenant")
                                                + """
                                                 and (at, entry_id) < (:at, :entry)
                                                order by at desc, entry_id desc limit :limit
                                                """)
                                .param("tenant", whose)
                                .param("at", Timestamp.from(after.map(AuditCursor::at).orElse(END)))
                                .param("entry", after.map(AuditCursor::entryId).orElse(""))
                                .param("limit", limit)
                                .query(AuditEntries::read)
                                .list());
    }

    private static AuditRow read(ResultSet row, int unusedIndex) throws SQLException {
        return new AuditRow(
                row.getString("entry_id"),
                row.getTimestamp("at").toInstant(),
                row.getString("tenant"),
                row.getString("caller_kind"),
                row.getString("caller_id"),
                row.getString("caller_name"),
                row.getString("action"),
                row.getString("object"),
                row.getString("address"),
                row.getString("before"),
                row.getString("after"));
    }

    private static @Nullable String maybe(Optional<String> text) {
        return text.map(AuditEntries::storable).orElse(null);
    }

    /** PostgreSQL keeps every character but one. */
    private static String storable(String text) {
        return text.replace("\u0000", "");
    }
}
