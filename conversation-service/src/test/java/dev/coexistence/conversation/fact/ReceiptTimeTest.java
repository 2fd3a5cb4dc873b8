package dev.coexistence.conversation.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.RawPointer;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReceiptTimeTest {
    private static final Instant RECEIVED = Instant.parse("2026-06-01T10:00:00.300Z");

    @Test
    void ordersTheMessagesOfOneWebhook() {
        int[] places =
                IntStream.range(0, 1_000).map(i -> ReceiptTime.place(message(0, 0, i))).toArray();

        assertThat(places).containsExactly(IntStream.range(0, 1_000).toArray());
    }

    @Test
    void ordersThoseOfSeveralChanges() {
        assertThat(
                        new int[] {
                            ReceiptTime.place(message(0, 0, 0)),
                            ReceiptTime.place(message(0, 0, 1)),
                            ReceiptTime.place(message(0, 1, 0)),
                            ReceiptTime.place(message(0, 2, 0)),
                            ReceiptTime.place(message(0, 2, 30))
                        })
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void givesEachOfAThousandChangesItsOwn() {
        assertThat(IntStream.range(0, 1_000).map(i -> ReceiptTime.place(message(0, i, 0))))
                .doesNotHaveDuplicates();
    }

    @Test
    void staysInsideTheMillisecond() {
        Instant last =
                ReceiptTime.order(
                        RECEIVED, Optional.of(new RawPointer(0, 7L, message(9, 9, 9_999))));

        assertThat(last).isBetween(RECEIVED, RECEIVED.plusNanos(999_999));
        assertThat(ReceiptTime.order(RECEIVED, Optional.empty())).isEqualTo(RECEIVED);
    }

    private static String message(int entry, int change, int message) {
        return "/entry/" + entry + "/changes/" + change + "/value/messages/" + message;
    }
}
