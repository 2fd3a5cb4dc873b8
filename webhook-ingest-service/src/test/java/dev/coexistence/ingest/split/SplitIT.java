package dev.coexistence.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.ingest.Niceness;
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
import dev.coexistence.schemas.events.HistoryKind;
import dev.coexistence.schemas.events.InboundMessage;
import io.micrometer.core.instrument.Counter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SplitIT {
    private static final LocalStack STACK = LocalStack.shared();
    private static final Duration SOON = Duration.ofSeconds(40);

    private final RunningIngest ingest = RunningIngest.shared();
    private final TopicReader topics =
            TopicReader.fromNow(STACK.bootstrapServers(), STACK.registryUrl());
    private final TopicWriter writer =
            new TopicWriter(STACK.bootstrapServers(), STACK.registryUrl());

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void parksPoisonOnTheRawTopicAndSplitsTheNext() throws Exception {
        String key = "900000000000077";
        var garbage = writer.webhook(key, Samples.bytes("garbage that is no JSON"));
        var empty = writer.emptyWebhook(key);
        writer.webhook(key, Samples.bytes(Samples.textWebhook("wamid.AFTERPOISON", "still here")));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(inbound("wamid.AFTERPOISON")).hasSize(1));
        assertThat(letters())
                .filteredOn(letter ->
                        letter.partition() == garbage.partition()
                                && (letter.offset() == garbage.offset()
                                        || letter.offset() == empty.offset()))
                .extracting(DeadLetter::reason)
                .containsExactly("NOT_JSON", "NOT_JSON");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void standsBehindTheAcknowledgingPath() {
        assertThat(Niceness.ofThreads("splitter-"))
                .isNotEmpty()
                .allMatch(nice -> nice > Niceness.ofProcess());
    }

    @Test
    void bringsEveryFieldToItsTopic() throws Exception {
        String mark = "EVERYFIELD";
        ingest.postSigned(
                Samples.entry(
                        String.join(
                                ",",
                                change(
                                        "messages",
                                        "\"messages\":["
                                                + Samples.text("wamid.IN" + mark, "x")
                                                + "],\"statuses\":[{\"id\":\"wamid.ST"
                                                + mark
                                                + "\",\"status\":\"read\"},{\"id\":\"wamid.BAD"
                                                + mark
                                                + "\"}]"),
                                change(
                                        "smb_message_echoes",
                                        "\"message_echoes\":["
                                                + Samples.text("wamid.EC" + mark, "x")
                                                + "]"),
                                change(
                                        "history",
                                        "\"history\":[{\"metadata\":{\"phase\":0,\"chunk_order\":1,\"progress\":100},\"threads\":[{\"id\":\"15550100999\",\"messages\":["
                                                + Samples.text("wamid.HI" + mark, "x")
                                                + "]}]}]"),
                                change(
                                        "smb_app_state_sync",
                                        "\"state_sync\":[{\"type\":\"contact\",\"contact\":{\"full_name\":\""
                                                + mark
                                                + "\",\"phone_number\":\"15550100999\"},\"action\":\"add\"}]"),
                                change("something_new_" + mark, "\"a\":1"))));

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(
                                        topics.events(
                                                Topics.ACCOUNT_EVENTS,
                                                event -> event.getField().endsWith(mark)))
                                .hasSize(1));
        assertThat(inbound("wamid.IN" + mark)).hasSize(1);
        assertThat(
                        topics.events(
                                Topics.MESSAGE_STATUSES,
                                event -> event.getWamid().equals("wamid.ST" + mark)))
                .hasSize(1);
        assertThat(
                        topics.events(
                                Topics.ECHO_MESSAGES,
                                event -> event.getWamid().equals("wamid.EC" + mark)))
                .hasSize(1);
        assertThat(
                        topics.events(
                                Topics.HISTORY,
                                event ->
                                        event.getMessage()
                                                .filter(m -> m.getWamid().endsWith(mark))
                                                .isPresent()))
                .hasSize(1);
        assertThat(
                        topics.events(
                                Topics.CONTACTS,
                                event -> event.getFullName().filter(mark::equals).isPresent()))
                .hasSize(1);
        assertThat(letters())
                .filteredOn(letter -> text(letter).contains("wamid.BAD" + mark))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.reason()).isEqualTo("NO_STATUS");
                    assertThat(letter.pointer()).isEqualTo("/entry/0/changes/0/value/statuses/1");
                });
    }

    @Test
    void countsEveryItemAsAnEventOrADeadLetter() throws Exception {
        double before = ingest.count("split.items");
        ingest.postSigned(
                Samples.webhook(
                        "messages",
                        Samples.value(
                                "\"messages\":[" + Samples.text("wamid.COUNTED", "x") + ",{},7]")));

        await().atMost(SOON)
                .untilAsserted(() -> {
                    assertThat(ingest.count("split.items")).isGreaterThanOrEqualTo(before + 3);
                    assertThat(sum("split.events") + sum("split.dead.letters"))
                            .isEqualTo(ingest.count("split.items"));
                });
    }

    private double sum(String meter) {
        return ingest.meters().find("whatsapp.ingest." + meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void takesThreeMegabytesOfHistoryFromEndToEnd() throws Exception {
        int messages = 12_000;
        String filler = "y".repeat(160);
        String items =
                IntStream.range(0, messages)
                        .mapToObj(i -> Samples.text("wamid.LARGE" + i, filler))
                        .collect(Collectors.joining(","));
        String body =
                Samples.webhook(
                        "history",
                        Samples.value(
                                "\"history\":[{\"metadata\":{\"phase\":2,\"chunk_order\":9,\"progress\":99},"
                                        + "\"threads\":[{\"id\":\"15550100999\",\"messages\":["
                                        + items
                                        + "]}]}]"));
        assertThat(body.length()).isBetween(3_000_000, 4_000_000);

        assertThat(ingest.postSigned(body).statusCode()).isEqualTo(200);

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(
                                        topics.events(
                                                Topics.HISTORY,
                                                event ->
                                                        event.getKind() == HistoryKind.PROGRESS
                                                                && event.getProgress()
                                                                                .orElseThrow()
                                                                                .getMessages()
                                                                        == messages))
                                .hasSize(1));
        assertThat(
                        topics.events(
                                Topics.HISTORY,
                                event ->
                                        event.getMessage()
                                                .filter(m -> m.getWamid().startsWith("wamid.LARGE"))
                                                .isPresent()))
                .hasSize(messages);
    }

    @Test
    void takesABodyOfOneItemNearTheLimit() throws Exception {
        String body = Samples.textWebhook("wamid.FULL", "z".repeat(4 * 1024 * 1024 - 500));

        assertThat(ingest.postSigned(body).statusCode()).isEqualTo(200);

        await().atMost(SOON).untilAsserted(() -> assertThat(inbound("wamid.FULL")).hasSize(1));
        assertThat(inbound("wamid.FULL").getFirst().getJson()).hasSizeGreaterThan(4_000_000);
    }

    @Test
    void learnsTheNumbersOfPhonesFromTheConnections() throws Exception {
        writer.event(
                Topics.CONNECTIONS,
                "900000000000088",
                Connection.newBuilder()
                        .setPhoneNumberId("900000000000088")
                        .setConnectionId("c-88")
                        .setEpoch(1)
                        .setVersion(1)
                        .setState(ConnectionStatus.CONNECTED)
                        .setMode(ConnectionMode.COEXISTENCE)
                        .setBudgetPerSecond(20)
                        .setDisplayPhoneNumber("+15550100188")
                        .setWabaId("800000000000088")
                        .setPolicyEdition("seven-io")
                        .setChangedAt(Instant.now())
                        .build());
        await().atMost(SOON)
                .until(() -> ingest.bean(NumberDirectory.class).byPhone("15550100188") != null);

        ingest.postSigned(
                "{\"entry\":[{\"id\":\"700000000000009\",\"time\":1767000300,\"changes\":[{\"field\":\"account_update\",\"value\":"
                        + "{\"event\":\"PARTNER_REMOVED\",\"phone_number\":\"+1 555-010-0188\"}}]}]}");

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(
                                        topics.events(
                                                Topics.ACCOUNT_EVENTS,
                                                event ->
                                                        event.getPhoneNumberId()
                                                                .filter("900000000000088"::equals)
                                                                .isPresent()))
                                .singleElement()
                                .satisfies(event ->
                                        assertThat(event.getWabaId()).hasValue("800000000000088")));
    }

    private List<InboundMessage> inbound(String wamid) {
        return topics.events(Topics.INBOUND_MESSAGES, event -> event.getWamid().equals(wamid));
    }

    private List<DeadLetter> letters() {
        return topics.records(Topics.DEAD_LETTERS).stream().map(DeadLetter::from).toList();
    }

    private static String text(DeadLetter letter) {
        return new String(
                Objects.requireNonNullElse(letter.value(), new byte[0]), StandardCharsets.UTF_8);
    }

    private static String change(String field, String members) {
        return "{\"field\":\"" + field + "\",\"value\":" + Samples.value(members) + "}";
    }
}
