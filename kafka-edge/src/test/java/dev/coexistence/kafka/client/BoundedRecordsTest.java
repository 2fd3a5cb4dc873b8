package dev.coexistence.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.CutRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedRecordsTest {
    private static final String TOPIC = "whatsapp.contacts";

    private final RecordHeaders headers = new RecordHeaders();

    @AfterEach
    void endOfThePoll() {
        new PollRoom().onConsume(org.apache.kafka.clients.consumer.ConsumerRecords.empty());
    }

    @Test
    void keepsARecordOfTheLargestSizeWhole() {
        byte[] largest = new byte[BoundedValues.LARGEST];

        assertThat(values(largest)).isEqualTo(largest);
        assertThat(CutRecord.from(headers)).isEmpty();
    }

    @Test
    void keepsTheBeginningOfALargerOneAndItsSize() {
        assertThat(values(new byte[75_000_000])).hasSize(64 * 1024);
        assertThat(CutRecord.from(headers)).hasValue(75_000_000);
    }

    @Test
    void keepsTheBeginningOfAnOverlongKey() {
        var keys = new BoundedKeys();
        byte[] key = "9".repeat(5_000).getBytes(StandardCharsets.UTF_8);

        assertThat(keys.deserialize(TOPIC, headers, ByteBuffer.wrap(key)))
                .isEqualTo("9".repeat(1024));
        assertThat(values(new byte[10])).hasSize(10);
        assertThat(CutRecord.from(headers)).hasValue(5_010);
    }

    @Test
    void dropsHeadersThatAreLargerThanAnyEvent() {
        headers.add("x", new byte[BoundedValues.LARGEST]);

        assertThat(values(new byte[10])).hasSize(10);
        assertThat(headers.toArray()).hasSize(1);
        assertThat(CutRecord.from(headers)).hasValue(BoundedValues.LARGEST + 11L);
    }

    @Test
    void takesAStrangersHeaderOfItsNameForNothing() {
        headers.add(CutRecord.HEADER, "large".getBytes(StandardCharsets.US_ASCII));

        assertThat(values(new byte[10])).hasSize(10);
        assertThat(CutRecord.from(headers)).isEmpty();
    }

    private byte @Nullable [] values(byte[] bytes) {
        return new BoundedValues().deserialize(TOPIC, headers, ByteBuffer.wrap(bytes));
    }
}
