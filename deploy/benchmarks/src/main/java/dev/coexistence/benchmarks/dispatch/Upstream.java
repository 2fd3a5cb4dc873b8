package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.rig.Rig;
import dev.coexistence.benchmarks.rig.SimulatorControl;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.CommandAction;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionMode;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.schemas.events.Priority;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.TextContent;
import dev.coexistence.schemas.events.UnknownPolicy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Stands for the systems before the dispatcher: connects numbers and commands messages. */
final class Upstream implements AutoCloseable {
    private final EventSerde serde;
    private final TokenCipher cipher;
    private final InstantSource clock = InstantSource.system();
    private final KafkaProducer<String, byte[]> producer;
    private final AtomicLong version = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();

    Upstream(Rig rig) {
        this.serde = rig.serde();
        this.cipher = rig.cipher();
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

    void connect(SimulatorControl.Number number, ConnectionMode mode, int budget) {
        write(
                Topics.CONNECTIONS,
                number.id(),
                Connection.newBuilder()
                        .setPhoneNumberId(number.id())
                        .setConnectionId("bench-" + number.id())
                        .setEpoch(1)
                        .setVersion(version.incrementAndGet())
                        .setState(ConnectionStatus.CONNECTED)
                        .setMode(mode)
                        .setBudgetPerSecond(budget)
                        .setPolicyEdition("seven-io")
                        .setDisabledFeatures(List.of())
                        .setEncryptedToken(
                                ByteBuffer.wrap(cipher.encrypt(number.id(), number.token())))
                        .setChangedAt(now())
                        .build());
    }

    void send(String commandId, String number, String to) {
        write(
                Topics.SEND_COMMANDS,
                number,
                SendCommand.newBuilder()
                        .setCommandId(commandId)
                        .setAction(CommandAction.SEND)
                        .setPhoneNumberId(number)
                        .setTo(to)
                        .setText(TextContent.newBuilder().setBody("hello").build())
                        .setPriority(Priority.NORMAL)
                        .setUnknownPolicy(UnknownPolicy.PARK)
                        .build());
    }

    /** Returns when the broker has everything written so far. */
    void flush() {
        producer.flush();
        Exception failure = failed.get();
        if (failure != null) {
            throw new IllegalStateException("A command could not be written", failure);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private <T extends SpecificRecord> void write(Topic<T> topic, String key, T event) {
        var _ =
                producer.send(
                        new ProducerRecord<>(topic.name(), key, serde.write(topic, event)),
                        (_, failure) -> {
                            if (failure != null) {
                                failed.set(failure);
                            }
                        });
    }
}
