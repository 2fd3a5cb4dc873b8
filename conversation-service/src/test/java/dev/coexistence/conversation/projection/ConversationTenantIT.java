package dev.coexistence.conversation.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.events.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.avro.specific.SpecificRecord;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The tenant that a conversation bears is its number's, whenever which of them came. */
class ConversationTenantIT {
    @RegisterExtension static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("owned");

    private static final TenantStory NORTH = TenantStory.NORTH;

    @Test
    void followsItsNumberThroughAnyStory() {
        long seed = Long.getLong("coexistence.seed", System.nanoTime());
        System.out.println("coexistence.seed " + seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var events = new ArrayList<SpecificRecord>(NORTH.tell(random, 60));
        events.removeIf(event -> event instanceof Connection);
        int third = events.size() / 3;

        DATABASE.project(events.subList(0, third));
        assertThat(tenants()).containsOnly("null");

        DATABASE.project(List.of(NORTH.connection(1)));
        assertThat(tenants()).containsOnly("north");

        DATABASE.project(events.subList(third, 2 * third));
        assertThat(tenants()).containsOnly("north");

        var last = new ArrayList<>(events.subList(2 * third, events.size()));
        last.add(moved());
        DATABASE.project(last);
        assertThat(tenants()).containsOnly("south");
    }

    @Test
    void isTheNumbersAlsoWhereItsWriterDoesNotKnowOfTenants() {
        DATABASE.project(List.of(NORTH.connection(1)));
        DATABASE.jdbc()
                .update(
                        "insert into conversation (id, phone_number_id) values (1, ?), (2, 'unknown')",
                        NORTH.number());

        assertThat(tenants()).containsExactlyInAnyOrder("north", "null");
    }

    @Test
    void isThatOfStoredNumbersAfterTheMigration() {
        var database = LocalStack.shared().newDatabase("owned_before");
        var migration =
                Flyway.configure()
                        .dataSource(database.url(), database.user(), database.password())
                        .schemas("conversation");
        migration.target("201").load().migrate();
        var jdbc =
                new JdbcTemplate(
                        new DriverManagerDataSource(
                                database.url() + "?currentSchema=conversation",
                                database.user(),
                                database.password()));
        jdbc.execute(
                """
                insert into number (phone_number_id, tenant) values ('a', 'north'), ('b', 'south'), ('c', null);
                insert into conversation (id, phone_number_id) select i, 'a' from generate_series(1, 9) i;
                insert into conversation (id, phone_number_id) values (10, 'b'), (11, 'c'), (12, 'unknown');
                """);

        migration.target("latest").load().migrate();

        assertThat(
                        jdbc.queryForList(
                                "select phone_number_id || ' ' || coalesce(tenant, 'null') || ' ' || count(*)"
                                        + " from conversation group by phone_number_id, tenant order by 1",
                                String.class))
                .containsExactly("a north 9", "b south 1", "c null 1", "unknown null 1");
        jdbc.update("insert into conversation (id, phone_number_id) values (13, 'c')");
        jdbc.update("update number set tenant = 'south' where phone_number_id = 'c'");
        assertThat(
                        jdbc.queryForList(
                                "select count(*) from conversation where phone_number_id = 'c' and tenant = 'south'",
                                Long.class))
                .containsExactly(2L);
    }

    private static Connection moved() {
        return Connection.newBuilder(NORTH.connection(2)).setTenant("south").build();
    }

    private static List<String> tenants() {
        return DATABASE.jdbc()
                .query(
                        "select coalesce(tenant, 'null') from conversation",
                        (row, _) -> row.getString(1));
    }
}
