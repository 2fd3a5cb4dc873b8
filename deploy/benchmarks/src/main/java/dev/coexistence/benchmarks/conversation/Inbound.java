package dev.coexistence.benchmarks.conversation;

import dev.coexistence.benchmarks.rig.Rig;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.InboundMessage;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes inbound messages as the splitter does; the same index is the same message. */
final class Inbound implements AutoCloseable {
    private static final int NUMBERS = 50;
    private static final int CUSTOMERS = 2_000;
    private static final long FIRST = 1_767_000_000_000L;

    private final EventSerde serde;
    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();

    Inbound(Rig rig) {
        this.serde = rig.serde();
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers", rig.bootstrapServers(),
                                "acks", "all",
                                "linger.ms", "5",
                                "batch.size", "131072",
                                "compression.type", "lz4"),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    void write(int index) {
        String number = Long.toString(920_000_000_000_000L + index % NUMBERS);
        String phone = Long.toString(15_560_000_000L + (long) index * 31 % CUSTOMERS);
        Instant at = Instant.ofEpochMilli(FIRST + index * 1000L);
        String wamid = "wamid.PROJECT" + index;
        String text = "Message " + index + " of somebody who wants to know when the order arrives";
        InboundMessage message =
                InboundMessage.newBuilder()
                        .setEventId(wamid + ":message")
                        .setPhoneNumberId(number)
                        .setWabaId("200000000000001")
                        .setWamid(wamid)
                        .setField("messages")
                        .setFrom(
                                Identity.newBuilder()
                                        .setPhone(phone)
                                        .setProfileName("Customer " + phone)
                                        .build())
                        .setType("text")
                        .setPreview(text)
                        .setPlaceholder(false)
                        .setJson(json(phone, wamid, at, text))
                        .setOccurredAt(at)
                        .setReceivedAt(at.plusMillis(200))
                        .build();
        var _ =
                producer.send(
                        new ProducerRecord<>(
                                Topics.INBOUND_MESSAGES.name(),
                                number,
                                serde.write(Topics.INBOUND_MESSAGES, message)),
                        (_, failure) -> {
                            if (failure != null) {
                                failed.set(failure);
                            }
                        });
    }

    void flush() {
        producer.flush();
        Exception failure = failed.get();
        if (failure != null) {
            throw new IllegalStateException("An event could not be written", failure);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private static String json(String phone, String wamid, Instant at, String text) {
        return "{\"from\":\""
                + phone
                + "\",\"id\":\""
                + wamid
                + "\",\"timestamp\":\""
                + at.getEpochSecond()
                + "\",\"type\":\"text\",\"text\":{\"body\":\""
                + text
                + "\"}}";
    }
}
