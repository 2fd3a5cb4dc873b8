package dev.coexistence.conversation.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.conversation.TenantConfiguration;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.conversation.projection.TenantStory;
import dev.coexistence.database.TenantTransactions;
import dev.coexistence.database.TenantView;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessException;

/** The wall of the database by itself: statements here have no condition at all. */
class TenantWallIT {
    private static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("wall");
    private static final TenantTransactions TENANTS =
            new TenantTransactions(
                    DATABASE.jdbc(), DATABASE.transaction(), TenantConfiguration.TENANT_ROLE);
    private static final TenantView NORTH = TenantView.of(TenantStory.NORTH.tenant());

    @BeforeAll
    static void fill() {
        long seed = Long.getLong("coexistence.seed", 16);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (TenantStory story : List.of(TenantStory.NORTH, TenantStory.SOUTH)) {
            DATABASE.project(story.tell(random, 200));
            DATABASE.jdbc()
                    .update(
                            """
                            insert into contact_merge (phone_number_id, winner, loser, because, at, aliases)
                              values (?, 1, 2, 'ONE_EVENT', now(), '{}')
                            """,
                            story.number());
            DATABASE.jdbc()
                    .update(
                            """
                            insert into history_declined (phone_number_id, code, received_at) values (?, 1, now())
                            """,
                            story.number());
            DATABASE.jdbc()
                    .update(
                            """
                            insert into number_hold (phone_number_id, version, state, reason, since, released_by, probes, waiting)
                              values (?, 1, 'HELD', 'PAYMENT', now(), 'TIME', 0, 0)
                            """,
                            story.number());
            DATABASE.jdbc()
                    .update(
                            """
                            with e as (insert into webhook_endpoint (id, url, types, numbers, state, secret, created_at, tenant)
                                values (nextval('entity_id'), ?, '{}', '{}', 'ACTIVE', '', now(), ?) returning id),
                              d as (insert into webhook_delivery (endpoint_id, event_id, type, phone_number_id, conversation_id,
                                  body, created_at, next_at)
                                select id, 'evt', 'message.echo', ?, 1, ?, now(), now() from e returning id)
                            insert into webhook_attempt (delivery_id, attempt, at, millis, problem)
                              select id, 1, now(), 1, ? from d
                            """,
                            "https://" + story.tenant() + ".example/",
                            story.tenant(),
                            story.number(),
                            "for " + story.tenant(),
                            story.tenant());
        }
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    /** Tables of which the tenant's role may read at least one column. */
    static List<String> readableTables() {
        return DATABASE.jdbc()
                .query(
                        """
                        select distinct c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid
                         where c.relnamespace = 'conversation'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
                           and a.attnum > 0 and has_column_privilege(?, c.oid, a.attnum, 'select') order by 1
                        """,
                        (row, _) -> row.getString(1),
                        TenantConfiguration.TENANT_ROLE);
    }

    @ParameterizedTest
    @MethodSource("readableTables")
    void aQueryWithoutConditionReadsOneTenantsRows(String table) {
        List<String> all = rows(TenantView.all(), table);
        List<String> own = rows(NORTH, table);

        assertThat(own).isNotEmpty();
        assertThat(all).hasSizeGreaterThan(own.size());
        assertThat(own)
                .noneMatch(row ->
                        row.contains(TenantStory.SOUTH.tenant())
                                || row.contains(TenantStory.SOUTH.number())
                                || row.contains(TenantStory.SOUTH.phones()));
    }

    @Test
    void everyTableHasAPolicyOrIsClosed() {
        assertThat(readableTables())
                .contains("message", "conversation", "contact", "number", "webhook_delivery")
                .doesNotContain("search_text", "change_batch", "erased_alias", "erasure_outbox");
        assertThat(
                        DATABASE.jdbc()
                                .query(
                                        """
                                        select c.relname::text from pg_class c
                                         where c.relnamespace = 'conversation'::regnamespace and c.relkind in ('r', 'p')
                                           and c.relrowsecurity order by 1
                                        """,
                                        (row, _) -> row.getString(1)))
                .isEqualTo(readableTables());
    }

    @Test
    void withoutATenantNothingIsAnybodys() {
        for (String table : readableTables()) {
            String count =
                    DATABASE.transaction()
                            .execute(_ -> {
                                DATABASE.jdbc()
                                        .execute(
                                                "set local role "
                                                        + TenantConfiguration.TENANT_ROLE);
                                return one("select count(*) from " + table);
                            });
            assertThat(count).as(table).isEqualTo("0");
        }
    }

    @Test
    void aNumbersTokenIsOutOfReach() {
        assertThatThrownBy(() ->
                        TENANTS.within(
                                NORTH,
                                () ->
                                        DATABASE.jdbc()
                                                .queryForList(
                                                        "select encrypted_token from number")))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void nothingIsWrittenForAnotherTenant() {
        assertThatThrownBy(() ->
                        TENANTS.within(
                                NORTH,
                                () ->
                                        DATABASE.jdbc()
                                                .update(
                                                        "update webhook_endpoint set tenant = 'south'")))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("row-level security");
        int deleted =
                TENANTS.within(
                        TenantView.of("nobody"),
                        () -> DATABASE.jdbc().update("delete from webhook_endpoint"));
        assertThat(deleted).isZero();
    }

    @Test
    void aSearchFindsOwnRowsOnly() {
        String grams =
                one(
                        "select array[g]::text from search_text, unnest(grams) g group by g order by count(*) desc limit 1");
        int own =
                TENANTS.within(
                        NORTH,
                        () ->
                                Integer.parseInt(
                                        one(
                                                "select count(*) from tenant_search(array[?], array['%'])",
                                                grams)));
        int all =
                Integer.parseInt(
                        one("select count(*) from search_text where grams @> ?::int[]", grams));

        assertThat(own).isPositive().isLessThan(all);
    }

    private static String one(String sql, Object... values) {
        return String.valueOf(DATABASE.jdbc().queryForObject(sql, String.class, values));
    }

    private static List<String> rows(TenantView view, String table) {
        String columns =
                String.join(
                        ", ",
                        DATABASE.jdbc()
                                .query(
                                        """
                                        select quote_ident(attname::text) from pg_attribute
                                         where attrelid = ?::regclass and attnum > 0
                                           and has_column_privilege(?, attrelid, attnum, 'select') order by attnum
                                        """,
                                        (row, _) -> row.getString(1),
                                        "conversation." + table,
                                        TenantConfiguration.TENANT_ROLE));
        return TENANTS.within(
                view,
                () ->
                        DATABASE.jdbc()
                                .query(
                                        "select row_to_json(x)::text from (select "
                                                + columns
                                                + " from "
                                                + table
                                                + ") x",
                                        (row, _) -> row.getString(1)));
    }
}
