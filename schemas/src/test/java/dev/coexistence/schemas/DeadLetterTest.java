package dev.coexistence.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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

        var sent = letter.toRecord();
        var back =
                DeadLetter.from(
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

        assertThat(back).usingRecursiveComparison().isEqualTo(letter);
    }
}
