package dev.coexistence.conversation.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Role;
import dev.coexistence.conversation.TenantConfiguration;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.database.TenantTransactions;
import dev.coexistence.database.TenantView;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list over many conversations reads through indexes. {@code -Dcoexistence.list.conversations}
 * and {@code …messages} make it as large as wanted; the time of each query is printed.
 */
class ConversationListIT {
    private static final Logger LOG = LoggerFactory.getLogger(ConversationListIT.class);
    private static final int CONVERSATIONS =
            Integer.getInteger("coexistence.list.conversations", 4_000);
    private static final int MESSAGES = Integer.getInteger("coexistence.list.messages", 10);
    private static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("lists");
    private static final ConversationReader CONVERSATIONS_READ =
            new ConversationReader(
                    DATABASE.access(),
                    new MessageReader(DATABASE.access()),
                    InstantSource.system());

    @BeforeAll
    static void fill() {
        DATABASE.jdbc()
                .execute(
                        """
                        insert into contact (id, phone_number_id, profile_name, profile_name_at)
                          select c, 'n' || c %% 10, 'Person ' || c, now() from generate_series(1, %1$d) c;
                        insert into contact_alias (phone_number_id, kind, value, contact_id)
                          select 'n' || c %% 10, kind, kind || c, c
                          from generate_series(1, %1$d) c, unnest(array['BSUID', 'PHONE']) kind;
                        insert into message (id, phone_number_id, wamid, conversation_id, occurred_at, received_at,
                            content_rank, evidence, status, direction, type, body, json, first_seen_at)
                          select %1$d + c * %2$d + m, 'n' || c %% 10, 'w' || c || '-' || m, c,
                            now() - make_interval(secs => c + m), now(), 6, 4, 0, 'IN', 'text',
                            'words ' || c || ' of ' || m, '{}', now()
                          from generate_series(1, %1$d) c, generate_series(0, %2$d - 1) m;
                        insert into conversation (id, phone_number_id, last_message_id, last_at, last_received_at,
                            in_message_id, in_at, in_received_at, unread)
                          select c, 'n' || c %% 10, %1$d + c * %2$d, now() - make_interval(secs => c), now(),
                            %1$d + c * %2$d, now() - make_interval(secs => c), now(), (c %% 50 = 0)::int
                          from generate_series(1, %1$d) c;
                        insert into number (phone_number_id, tenant)
                          select 'n' || n, case n when 9 then 'small' else 'large' end from generate_series(0, 9) n;
                        insert into search_text (id, words, grams) select 1, 'person 1', array[1, 2];
                        analyze
                        """
                                .formatted(CONVERSATIONS, MESSAGES));
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    static Stream<ConversationQuery> questions() {
        return Stream.of(
                question(null, null, null, null),
                question("n3", null, null, null),
                question(null, true, null, null),
                question("n3", null, true, null),
                question(
                        null,
                        null,
                        true,
                        CONVERSATIONS_READ
                                .list(Caller.open(), question(null, null, null, null))
                                .nextCursor()));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void needsNoSequentialScan(ConversationQuery question) {
        List<String> plan = plan(question);

        assertThat(plan).noneMatch(line -> line.contains("Seq Scan"));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void ofATenantNeedsNeitherSequentialScanNorSort(ConversationQuery question) {
        var values = new ArrayList<Object>();
        String sql = CONVERSATIONS_READ.sql(caller("large"), question, values);
        List<String> plan = planOf("large", sql, values);

        assertThat(plan).noneMatch(line -> line.contains("Seq Scan"));
        if (question.phoneNumberId() == null) {
            assertThat(plan).noneMatch(line -> line.contains("Sort"));
            assertThat(plan)
                    .anyMatch(line -> line.matches(".*conversation_(unread_)?by_tenant on.*"));
        }
    }

    @Test
    void oneConversationOfATenantIsFoundByItsId() {
        var values = new ArrayList<Object>();
        String sql = ConversationReader.sql(caller("large"), 3, values);

        assertThat(planOf("large", sql, values))
                .anyMatch(line -> line.contains("conversation_pkey"))
                .noneMatch(line -> line.contains("Seq Scan"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void aTenantsListIsThatOfItsNumbers(String tenant) {
        String last = "small".equals(tenant) ? "9" : "8";
        var all =
                CONVERSATIONS_READ.list(
                        Caller.open(), new ConversationQuery(null, null, null, null, null, 200));
        var own = CONVERSATIONS_READ.list(caller(tenant), question(null, null, null, null));

        assertThat(own.items())
                .hasSize(50)
                .allMatch(view -> "small".equals(tenant) == view.phoneNumberId().equals("n9"));
        assertThat(own.items().stream().limit(10).map(ConversationView::id))
                .containsExactlyElementsOf(
                        all.items().stream()
                                .filter(view ->
                                        "small".equals(tenant) == view.phoneNumberId().equals("n9"))
                                .limit(10)
                                .map(ConversationView::id)
                                .toList());
        assertThat(
                        CONVERSATIONS_READ
                                .list(caller(tenant), question("n" + last, null, null, null))
                                .items())
                .hasSize(50);
    }

    @Test
    void answersQuickly() {
        for (Caller caller : List.of(Caller.open(), caller("large"), caller("small"))) {
            var times = new ArrayList<Double>();
            for (int i = 0; i < 200; i++) {
                ConversationQuery question = questions().toList().get(i % 5);
                long start = System.nanoTime();
                CONVERSATIONS_READ.list(caller, question);
                times.add((System.nanoTime() - start) / 1e6);
            }
            times.sort(null);
            double median = times.get(times.size() / 2);
            LOG.info(
                    "{}: median {} ms, p99 {} ms",
                    caller,
                    median,
                    times.get(times.size() * 99 / 100));

            assertThat(median)
                    .as(
                            "median in ms of %d conversations with %d messages",
                            CONVERSATIONS, CONVERSATIONS * MESSAGES)
                    .isLessThan(500);
        }
    }

    private static Caller caller(String tenant) {
        return new Caller(Caller.Kind.PROGRAM, "list", "list", tenant, Role.OWNER.scopes(), null);
    }

    private static List<String> plan(ConversationQuery question) {
        var values = new ArrayList<Object>();
        String sql = CONVERSATIONS_READ.sql(Caller.open(), question, values);
        var plan = new ArrayList<String>();
        plan.addAll(DATABASE.jdbc().queryForList("explain " + sql, String.class, values.toArray()));
        return plan;
    }

    /** The plan that a tenant's questions are answered by, whoever asks. */
    private static List<String> planOf(String tenant, String sql, List<Object> values) {
        var tenants =
                new TenantTransactions(
                        DATABASE.jdbc(), DATABASE.transaction(), TenantConfiguration.TENANT_ROLE);
        return tenants.query(
                TenantView.of(tenant),
                "explain " + sql,
                (row, _) -> row.getString(1),
                values.toArray());
    }

    private static ConversationQuery question(
            @Nullable String number,
            @Nullable Boolean unread,
            @Nullable Boolean window,
            @Nullable String cursor) {
        return new ConversationQuery(number, null, unread, window, cursor, 50);
    }
}
