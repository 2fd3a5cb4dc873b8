package dev.coexistence.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    @Test
    void carriesWhereItStoodAndWhy() {
        var letter =
                new DeadLetter(
                        "splitter",
                        "whatsapp.webhooks",
                        3,
                        42,
                        "NOT_JSON",
                        "The body is no JSON",
                        "/entry/0",
                        Instant.ofEpochMilli(1_767_000_000_000L),
                        "900000000000001",
                        new byte[] {1, 2});

        var back = sentAndRead(letter);

        assertThat(back).usingRecursiveComparison().isEqualTo(letter);
    }

    @Test
    void saysHowLargeWasWhatItCarriesTheBeginningOf() {
        byte[] bytes = new byte[1_000];
        Arrays.fill(bytes, (byte) 7);
        var whole =
                new DeadLetter(
                        "splitter",
                        "whatsapp.webhooks",
                        3,
                        42,
                        "UNREADABLE",
                        "Too large",
                        null,
                        Instant.ofEpochMilli(1_767_000_000_000L),
                        "9".repeat(500),
                        bytes);

        var back = sentAndRead(whole.cut(100).cut(10));

        assertThat(back.cutFrom()).isEqualTo(1_500);
        assertThat(back.value()).isEqualTo(Arrays.copyOf(bytes, 10));
        assertThat(back.key()).isEqualTo("9".repeat(256));
        assertThat(back.offset()).isEqualTo(42);
        assertThat(whole.cut(0).value()).isNull();
    }

    private static DeadLetter sentAndRead(DeadLetter letter) {
        var sent = letter.toRecord();
        return DeadLetter.from(
                new ConsumerRecord<>(
                        sent.topic(),
                        0,
                        0,
                        0L,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        sent.key(),
                        sent.value(),
                        sent.headers(),
                        java.util.Optional.empty()));
    }
}
