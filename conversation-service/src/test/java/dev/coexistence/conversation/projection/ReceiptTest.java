package dev.coexistence.conversation.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.RawPointer;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private static final Instant RECEIVED = Instant.parse("2026-06-01T10:00:00.300Z");

    @Test
    void ordersTheMessagesOfOneWebhook() {
        int[] places =
                IntStream.range(0, 1_000).map(i -> Receipt.place(message(0, 0, i))).toArray();

        assertThat(places).containsExactly(IntStream.range(0, 1_000).toArray());
    }

    @Test
    void ordersThoseOfSeveralChanges() {
        assertThat(
                        new int[] {
                            Receipt.place(message(0, 0, 0)),
                            Receipt.place(message(0, 0, 1)),
                            Receipt.place(message(0, 1, 0)),
                            Receipt.place(message(0, 2, 0)),
                            Receipt.place(message(0, 2, 30))
                        })
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void givesEachOfAThousandChangesItsOwn() {
        assertThat(IntStream.range(0, 1_000).map(i -> Receipt.place(message(0, i, 0))))
                .doesNotHaveDuplicates();
    }

    @Test
    void staysInsideTheMillisecond() {
        Instant last =
                Receipt.of(RECEIVED, Optional.of(new RawPointer(0, 7L, message(9, 9, 9_999))));

        assertThat(last).isBetween(RECEIVED, RECEIVED.plusNanos(999_999));
        assertThat(Receipt.of(RECEIVED, Optional.empty())).isEqualTo(RECEIVED);
    }

    private static String message(int entry, int change, int message) {
        return "/entry/" + entry + "/changes/" + change + "/value/messages/" + message;
    }
}
