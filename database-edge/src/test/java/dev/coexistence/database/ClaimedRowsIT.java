package dev.coexistence.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimedRowsIT {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant UNTIL = NOW.plus(Duration.ofMinutes(1));

    private final TestDatabase database =
            new TestDatabase(
                    "claims",
                    """
                    create table task (id bigint primary key, attempts int not null default 0,
                      next_at timestamptz not null);
                    insert into task (id, next_at) select i, timestamptz '2026-11-22 09:00Z' + make_interval(secs => i)
                      from generate_series(1, 5) i;
                    insert into task (id, next_at) values (6, '2026-11-22 10:00:30Z');
                    """);
    private final ClaimedRows<Long> tasks =
            new ClaimedRows<>(
                    database.jdbc,
                    new ClaimedRows.Queue(
                            "task", "id", "next_at", "q.next_at <= ?", "q.next_at", "id, attempts"),
                    (row, _) -> row.getLong("id"));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void claimsTheDueOnesOnceEach() {
        assertThat(claim(3, NOW)).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(claim(3, NOW)).containsExactlyInAnyOrder(4L, 5L);
        assertThat(claim(3, NOW)).isEmpty();
    }

    @Test
    void aClaimThatRanOutIsClaimedAgainAndCounted() {
        assertThat(claim(5, NOW)).hasSize(5);

        assertThat(claim(9, UNTIL)).hasSize(6);

        assertThat(
                        database.jdbc.queryForList(
                                "select attempts from task order by id", Integer.class))
                .containsExactly(2, 2, 2, 2, 2, 1);
    }

    @Test
    void anotherProcessSkipsWhatIsBeingClaimed() {
        database.transactions.executeWithoutResult(_ -> {
            assertThat(claim(2, NOW)).containsExactlyInAnyOrder(1L, 2L);
            assertThat(CompletableFuture.supplyAsync(() -> claim(9, NOW)).join())
                    .containsExactlyInAnyOrder(3L, 4L, 5L);
        });
    }

    private List<Long> claim(int limit, Instant now) {
        return tasks.claim(limit, now.plus(Duration.ofSeconds(60)), Timestamp.from(now));
    }
}
