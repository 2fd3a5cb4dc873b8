package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Role;
import dev.coexistence.connection.audit.AuditCursor;
import dev.coexistence.connection.audit.AuditRetention;
import dev.coexistence.connection.audit.AuditRow;
import dev.coexistence.connection.audit.AuditSheet;
import dev.coexistence.schemas.events.AuditEntry;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class AuditEntriesIT {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Caller OPERATOR =
            new Caller(Caller.Kind.PERSON, "olga", "Olga", null, Role.OPERATOR.scopes(), null);
    private static TenantParts tenants;

    @BeforeAll
    static void start() {
        DataSource database = Parts.database("audit");
        var parts =
                new Parts(
                        database,
                        Parts.graph(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(1)),
                        InstantSource.system());
        tenants = new TenantParts(database, parts, InstantSource.system());
        tenants.audit.keep(List.of(entry("p-1", null, "audit.look", 50)));
    }

    @Test
    void eachTenantReadsItsOwnNewestFirst() {
        tenants.audit.keep(
                List.of(
                        entry("a-1", "own-a", "connection.sign-up", 1),
                        entry("a-2", "own-a", "connection.test", 2),
                        entry("b-1", "own-b", "connection.test", 3)));

        assertThat(ids(list(Samples.caller("own-a"), 10))).containsExactly("a-2", "a-1");
        assertThat(ids(list(Samples.caller("own-b"), 10))).containsExactly("b-1");
        assertThat(ids(tenants.audit.list(Samples.caller("own-b"), "own-a", Optional.empty(), 10)))
                .as("another tenant asked for by name")
                .containsExactly("b-1");
        assertThat(ids(tenants.audit.list(OPERATOR, "own-a", Optional.empty(), 10)))
                .containsExactly("a-2", "a-1");
        assertThat(ids(list(OPERATOR, 500))).contains("p-1", "a-1", "b-1");
    }

    @Test
    void whatComesTwiceIsKeptOnce() {
        var entry = entry("twice", "again", "connection.test", 1);
        tenants.audit.keep(List.of(entry, entry));
        tenants.audit.keep(List.of(entry));

        assertThat(list(Samples.caller("again"), 10)).hasSize(1);
    }

    @Test
    void pagesFollowEachOtherWithoutGapAlsoAtOneInstant() {
        List<AuditEntry> many =
                IntStream.range(0, 25)
                        .mapToObj(i -> entry("page-%02d".formatted(i), "pages", "x.y", i / 5))
                        .toList();
        tenants.audit.keep(many);

        var read = new ArrayList<String>();
        Optional<AuditCursor> cursor = Optional.empty();
        List<AuditRow> page;
        do {
            page = tenants.audit.list(Samples.caller("pages"), null, cursor, 4);
            read.addAll(ids(page));
            if (!page.isEmpty()) {
                cursor = AuditCursor.parse(AuditCursor.after(page.getLast()).text());
                assertThat(cursor).isPresent();
            }
        } while (!page.isEmpty());

        assertThat(read)
                .hasSize(25)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void nothingChangesAnEntry() {
        for (String statement :
                List.of(
                        "update audit_entries set caller_name = 'nobody'",
                        "delete from audit_entries",
                        "truncate audit_entries")) {
            assertThatThrownBy(() -> tenants.jdbc.execute(statement))
                    .isInstanceOf(DataAccessException.class)
                    .hasStackTraceContaining("append-only");
        }
    }

    @Test
    void whatWasKeptLongEnoughIsRemovedPastLockedRowsAndNothingElse() throws SQLException {
        Duration keep = Duration.ofDays(400);
        InstantSource now = () -> NOON;
        Instant end = NOON.minus(keep);
        tenants.audit.keep(
                IntStream.range(0, 2_500)
                        .mapToObj(i -> old("old-" + i, end.minusSeconds(1 + i)))
                        .toList());
        tenants.audit.keep(List.of(old("young", end)));
        DataSource database = Objects.requireNonNull(tenants.jdbc.getDataSource());
        var retention =
                new AuditRetention(
                        tenants.jdbc,
                        new TransactionTemplate(new DataSourceTransactionManager(database)),
                        now,
                        keep);

        try (Connection reader = database.getConnection()) {
            reader.setAutoCommit(false);
            try (var statement = reader.createStatement()) {
                statement.execute(
                        "select from audit_entries where entry_id = 'old-7' for key share");
            }
            assertThat(retention.removeOld()).isEqualTo(2_499);
            reader.rollback();
        }
        assertThat(ids(list(OPERATOR, 5_000))).contains("old-7", "young", "p-1");
        assertThat(retention.removeOld()).isEqualTo(1);
        assertThat(retention.removeOld()).isZero();
        assertThat(ids(list(OPERATOR, 5_000))).contains("young", "p-1").doesNotContain("old-7");
    }

    @Test
    void aTextThatIsNoCursorIsNone() {
        assertThat(AuditCursor.parse("")).isEmpty();
        assertThat(AuditCursor.parse("%%%")).isEmpty();
        assertThat(AuditCursor.parse("bm90aGluZw")).isEmpty();
        assertThat(AuditCursor.parse("a".repeat(10_000))).isEmpty();
    }

    @Test
    void aSheetQuotesAndStartsNoFormula() {
        var row =
                new AuditRow(
                        "id",
                        NOON,
                        null,
                        "PERSON",
                        "sam",
                        "=1+1",
                        "x.y",
                        "a,b",
                        null,
                        "say \"no\"",
                        "two\nlines");

        assertThat(AuditSheet.write(List.of(row)))
                .isEqualTo(
                        "entryId,at,tenant,callerKind,callerId,callerName,action,object,address,before,after\r\n"
                                + "id,2026-11-29T12:00:00Z,,PERSON,sam,'=1+1,x.y,\"a,b\",,\"say \"\"no\"\"\","
                                + "\"two\nlines\"\r\n");
    }

    private static List<AuditRow> list(Caller caller, int limit) {
        return tenants.audit.list(caller, null, Optional.empty(), limit);
    }

    private static AuditEntry old(String id, Instant at) {
        return Samples.entry(id, "aged", "connection.test", "9001", at);
    }

    private static List<String> ids(List<AuditRow> rows) {
        return rows.stream().map(AuditRow::entryId).toList();
    }

    private static AuditEntry entry(
            String id,
            @org.jspecify.annotations.Nullable String tenant,
            String action,
            int second) {
        return Samples.entry(id, tenant, action, "9001", NOON.plusSeconds(second));
    }
}
