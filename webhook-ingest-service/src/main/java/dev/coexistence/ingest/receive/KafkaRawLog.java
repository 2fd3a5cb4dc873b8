package dev.coexistence.ingest.receive;

import dev.coexistence.ingest.Sha256;
import dev.coexistence.schemas.RawWebhookHeaders;
import dev.coexistence.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Raw log on {@code whatsapp.webhooks}. Its producer never waits ({@code max.block.ms=0}): it
 * refuses what it cannot take at once, and the event loop goes on.
 */
final class KafkaRawLog implements RawLog {
    private final Producer<String, byte[]> producer;
    private final BrokerWatch watch;

    KafkaRawLog(Producer<String, byte[]> producer, BrokerWatch watch) {
        this.producer = producer;
        this.watch = watch;
    }

    @Override
    public boolean isAvailable() {
        return watch.isAvailable();
    }

    @Override
    public CompletableFuture<AppendOutcome> append(SignedBody body) {
        var appended = new CompletableFuture<AppendOutcome>();
        try {
            var unused =
                    producer.send(
                            record(body),
                            (_, failure) -> {
                                if (failure == null) {
                                    appended.complete(AppendOutcome.ACKNOWLEDGED);
                                } else {
                                    fail(failure, appended);
                                }
                            });
        } catch (KafkaException | IllegalStateException e) {
            fail(e, appended);
        }
        return appended;
    }

    private void fail(Exception failure, CompletableFuture<AppendOutcome> appended) {
        watch.onAppendFailed(failure);
        appended.complete(AppendOutcome.UNCONFIRMED);
    }

    private static ProducerRecord<String, byte[]> record(SignedBody body) {
        byte[] bytes = body.bytes();
        var record = new ProducerRecord<>(Topics.WEBHOOKS.name(), NumberScan.findKey(bytes), bytes);
        record.headers()
                .add(
                        RawWebhookHeaders.RECEIVED_AT,
                        text(String.valueOf(body.receivedAt().toEpochMilli())))
                .add(RawWebhookHeaders.SIGNING_KEY_ID, text(body.keyId()))
                .add(RawWebhookHeaders.SHA256, text(Sha256.hex(bytes)));
        return record;
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
