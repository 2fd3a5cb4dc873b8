package dev.coexistence.ingest.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.ingest.RunningIngest;
import dev.coexistence.ingest.Samples;
import dev.coexistence.ingest.TopicReader;
import dev.coexistence.ingest.TopicWriter;
import dev.coexistence.ingest.split.event.NumberDirectory;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionMode;
import dev.coexistence.schemas.events.ConnectionStatus;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The past read again by one who knows more than the first reader did. */
class ReplayIT {
    private static final LocalStack STACK = LocalStack.shared();
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String NUMBER = "900000000000177";
    private static final String PHONE = "15550100177";

    private final RunningIngest ingest = RunningIngest.shared();
    private final TopicReader topics =
            new TopicReader(STACK.bootstrapServers(), STACK.registryUrl());
    private final TopicWriter writer =
            new TopicWriter(STACK.bootstrapServers(), STACK.registryUrl());

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void saysWhatTheFirstReadingDidNotHave() throws Exception {
        var at =
                writer.webhook(
                        "late",
                        Samples.bytes(
                                Samples.webhook(
                                        "messages",
                                        "{\"metadata\":{\"display_phone_number\":\"+1 555-010-0177\"},\"messages\":["
                                                + Samples.text("wamid.LATER", "x")
                                                + "]}")));
        await().atMost(SOON).until(() -> isParked(at));
        connect();

        var dry = replay(at, true);
        var wet = replay(at, false);
        var again = replay(at, true);

        assertThat(dry.path("different").asInt()).isEqualTo(1);
        assertThat(dry.path("counts").path("added").asInt()).isEqualTo(1);
        assertThat(wet.path("counts").path("added").asInt()).isEqualTo(1);
        assertThat(
                        topics.events(
                                Topics.INBOUND_MESSAGES,
                                event -> event.getWamid().equals("wamid.LATER")))
                .singleElement()
                .satisfies(event -> assertThat(event.getPhoneNumberId()).isEqualTo(NUMBER));
        assertThat(again.path("different").asInt()).isZero();
        assertThat(again.path("counts").path("same").asInt()).isEqualTo(1);
    }

    private boolean isParked(RecordMetadata at) {
        return topics.records(Topics.DEAD_LETTERS).stream()
                .map(DeadLetter::from)
                .anyMatch(letter ->
                        letter.reason().equals("NO_NUMBER")
                                && letter.partition() == at.partition()
                                && letter.offset() == at.offset());
    }

    private void connect() throws Exception {
        writer.event(
                Topics.CONNECTIONS,
                NUMBER,
                Connection.newBuilder()
                        .setPhoneNumberId(NUMBER)
                        .setConnectionId("c-177")
                        .setEpoch(1)
                        .setVersion(1)
                        .setState(ConnectionStatus.CONNECTED)
                        .setMode(ConnectionMode.COEXISTENCE)
                        .setBudgetPerSecond(20)
                        .setDisplayPhoneNumber("+" + PHONE)
                        .setWabaId("800000000000177")
                        .setPolicyEdition("seven-io")
                        .setChangedAt(Instant.now())
                        .build());
        await().atMost(SOON).until(() -> ingest.bean(NumberDirectory.class).byPhone(PHONE) != null);
    }

    private JsonNode replay(RecordMetadata at, boolean dryRun) throws Exception {
        return ingest.replayed(
                "{\"partition\":%d,\"fromOffset\":%d,\"toOffset\":%d,\"dryRun\":%b}"
                        .formatted(at.partition(), at.offset(), at.offset() + 1, dryRun));
    }
}
