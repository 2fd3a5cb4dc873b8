package dev.coexistence.dispatch.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.number.NumberState;
import dev.coexistence.dispatch.template.TemplateNews;
import dev.coexistence.local.LocalStack;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The newest record of a number's connection wins, whatever comes together in one poll. */
class NumberStoreIT {
    private final QueueDatabase database = migrated();
    private final EvidenceStore store = new EvidenceStore(database);
    private final NumberStore numbers =
            new NumberStore(database, (number, bytes) -> new String(bytes, StandardCharsets.UTF_8));

    private static QueueDatabase migrated() {
        var made = LocalStack.shared().newDatabase("numbers");
        var source = new DriverManagerDataSource(made.url(), made.user(), made.password());
        source.setSchema("dispatch");
        Flyway.configure()
                .dataSource(made.url(), made.user(), made.password())
                .schemas("dispatch")
                .load()
                .migrate();
        return new QueueDatabase(
                new JdbcTemplate(source),
                new TransactionTemplate(new JdbcTransactionManager(source)));
    }

    private static NumberStore.Record record(
            String number, long version, String state, @Nullable String token) {
        return new NumberStore.Record(
                number,
                0,
                1,
                version,
                state,
                false,
                "COEXISTENCE",
                20,
                "seven-io",
                List.of("edit"),
                token == null ? null : token.getBytes(StandardCharsets.UTF_8),
                null,
                "waba",
                "north");
    }

    private NumberState after(NumberStore.Record... polled) {
        store.store(Map.of(), List.of(polled), List.of(), TemplateNews.none(), List.of());
        return numbers.find(polled[0].number()).orElseThrow();
    }

    @Test
    void storesTwoVersionsOfOneNumberThatCameInOnePoll() {
        NumberState state =
                after(record("a", 1, "CONNECTED", "t"), record("a", 2, "SUSPENDED", null));

        assertThat(state.version()).isEqualTo(2);
        assertThat(state.heldFor()).isEqualTo("SUSPENDED");
        assertThat(state.token()).isEqualTo("t");
    }

    @Test
    void keepsTheNewerOfTwoThatCameInTheOtherOrder() {
        NumberState state =
                after(record("b", 5, "CONNECTED", "new"), record("b", 4, "DISCONNECTED", "old"));

        assertThat(state.version()).isEqualTo(5);
        assertThat(state.heldFor()).isNull();
        assertThat(state.token()).isEqualTo("new");
    }

    @Test
    void changesNothingWhenARecordComesAgain() {
        after(record("c", 2, "CONNECTED", "t"));

        NumberState again =
                after(record("c", 2, "SUSPENDED", "t"), record("c", 1, "DISCONNECTED", "t"));

        assertThat(again.version()).isEqualTo(2);
        assertThat(again.heldFor()).isNull();
    }
}
