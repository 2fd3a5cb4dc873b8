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
     * All entries that the caller may read, newest first.
     *
     * @param tenant whose alone; null for all that the caller sees
     * @param after the last of the page before
     */
    public List<AuditRow> list(
            Caller caller, @Nullable String tenant, Optional<AuditCursor> after, int limit) {
        return find(caller, AuditQuery.ofTenant(tenant), after, limit);
    }

    /**
     * Entries that the caller may read and looks for, newest first.
     *
     * @param after the last of the page before
     */
    public List<AuditRow> find(
            Caller caller, AuditQuery query, Optional<AuditCursor> after, int limit) {
        String whose = caller.seesAll() ? query.tenant() : caller.tenant();
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
                                                 and at >= :from and at < :to
                                                 and (cast(:caller as text) is null or caller_id = :caller
                                                   or strpos(lower(caller_name), lower(:caller)) > 0)
                                                 and (cast(:action as text) is null or starts_with(action, :action))
                                                 and (cast(:object as text) is null or object = :object)
                                                order by at desc, entry_id desc limit :limit
                                                """)
                                .param("tenant", whose)
                                .param("at", Timestamp.from(after.map(AuditCursor::at).orElse(END)))
                                .param("entry", after.map(AuditCursor::entryId).orElse(""))
                                .param("from", timestamp(query.from(), Instant.EPOCH))
                                .param("to", timestamp(query.to(), END))
                                .param("caller", query.caller())
                                .param("action", query.action())
                                .param("object", query.object())
                                .param("limit", limit)
                                .query(AuditEntries::read)
                                .list());
    }

    /** The time within those that the table can compare. */
    private static Timestamp timestamp(@Nullable Instant asked, Instant otherwise) {
        Instant at = asked == null ? otherwise : asked;
        return Timestamp.from(
                at.isBefore(Instant.EPOCH) ? Instant.EPOCH : at.isAfter(END) ? END : at);
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
