package dev.coexistence.ingest.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.ingest.RunningIngest;
import dev.coexistence.ingest.Samples;
import dev.coexistence.ingest.TopicReader;
import dev.coexistence.ingest.TopicWriter;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OperateIT {
    private static final LocalStack STACK = LocalStack.shared();
    private static final Duration SOON = Duration.ofSeconds(40);

    private final RunningIngest ingest = RunningIngest.shared();
    private final TopicReader topics =
            new TopicReader(STACK.bootstrapServers(), STACK.registryUrl());
    private final TopicWriter writer =
            new TopicWriter(STACK.bootstrapServers(), STACK.registryUrl());
    private final JsonMapper json = new JsonMapper();

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void showsARawWebhookRedactedUnlessAsked() throws Exception {
        var at =
                writer.webhook(
                        "show", Samples.bytes(Samples.textWebhook("wamid.SHOW", "secret words")));
        String place = "/v1/webhooks/" + at.partition() + "/" + at.offset();

        var redacted = read(ingest.get(place).body());
        var full = read(ingest.get(place + "?body=true").body());

        assertThat(redacted.path("redacted").asBoolean()).isTrue();
        assertThat(redacted.path("body").asString())
                .contains("\"type\":\"text\"")
                .doesNotContain("secret words")
                .doesNotContain(Samples.CUSTOMER)
                .doesNotContain("wamid");
        assertThat(full.path("body").asString()).contains("secret words");
        assertThat(command("show", "" + at.partition(), "" + at.offset())).doesNotContain("secret");
        assertThat(command("show", "" + at.partition(), "" + at.offset(), "--body"))
                .contains("secret words");
        var missing = ingest.get("/v1/webhooks/0/999999999");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("problems/not-there");
        assertThat(ingest.get("/v1/webhooks/zero/1").statusCode()).isEqualTo(400);
    }

    @Test
    void replaysTheSameEventsAgainAndSaysThatNothingDiffers() throws Exception {
        String number = "900000000000055";
        var written = new ArrayList<RecordMetadata>();
        for (int i = 0; i < 5; i++) {
            String body = Samples.textWebhook("wamid.REPLAY" + i, "x");
            written.add(
                    writer.webhook(number, Samples.bytes(body.replace(Samples.NUMBER, number))));
        }
        var first = written.getFirst();
        var last = written.getLast();
        await().atMost(SOON).untilAsserted(() -> assertThat(inboundOf(number)).isEqualTo(5));

        String span =
                "\"partition\":%d,\"fromOffset\":%d,\"toOffset\":%d"
                        .formatted(last.partition(), first.offset(), last.offset() + 1);
        var dry =
                ingest.replayed(
                        "{" + span + ",\"dryRun\":true,\"phoneNumberId\":\"" + number + "\"}");
        assertThat(inboundOf(number)).isEqualTo(5);
        var wet = ingest.replayed("{" + span + ",\"phoneNumberId\":\"" + number + "\"}");
        var again =
                ingest.replayed(
                        "{\"from\":\""
                                + Instant.now().minusSeconds(600)
                                + "\",\"phoneNumberId\":\""
                                + number
                                + "\"}");
        var otherField = ingest.replayed("{" + span + ",\"field\":\"history\"}");

        assertThat(dry.path("different").asInt()).isZero();
        assertThat(dry.path("counts").path("same").asInt()).isEqualTo(5);
        assertThat(wet.path("counts").path("same").asInt()).isEqualTo(5);
        assertThat(again.path("different").asInt()).isZero();
        assertThat(again.path("counts").path("same").asInt()).isEqualTo(5);
        assertThat(otherField.path("counts").path("same").asInt()).isZero();
        assertThat(inboundOf(number)).isEqualTo(15);
        assertThat(
                        topics
                                .events(
                                        Topics.INBOUND_MESSAGES,
                                        event -> event.getPhoneNumberId().equals(number))
                                .stream()
                                .map(event -> event.getEventId())
                                .distinct())
                .hasSize(5);
        assertThat(
                        command(
                                "replay",
                                "--partition",
                                "" + last.partition(),
                                "--from-offset",
                                "" + first.offset(),
                                "--to-offset=" + (last.offset() + 1),
                                "--number",
                                number,
                                "--dry-run"))
                .contains("Would publish 5 events")
                .contains("0 differ from the first reading");
    }

    @Test
    void refusesAReplayThatItDoesNotUnderstand() throws Exception {
        assertThat(ingest.postTo("/v1/replays", "{}").statusCode()).isEqualTo(400);
        assertThat(ingest.postTo("/v1/replays", "{}").body()).contains("problems/not-understood");
        assertThat(ingest.postTo("/v1/replays", "[").statusCode()).isEqualTo(400);
        var misspelt = ingest.postTo("/v1/replays", "{\"frm\":\"2026-01-01T00:00:00Z\"}");
        assertThat(misspelt.statusCode()).isEqualTo(422);
        assertThat(misspelt.body()).contains("problems/unknown-member", "\"frm\"");
        assertThat(ingest.get("/v1/replays/none").statusCode()).isEqualTo(404);
        assertThat(ingest.get("/v1/webhooks/one/2").statusCode()).isEqualTo(400);
        assertThat(ingest.get("/v1/webhooks/%00/2").body()).contains("problems/nul");
        assertThat(command("replay")).contains("--from");
        assertThat(command("replay", "--form", "x")).contains("Unknown options: '--form'");
        assertThat(command("dance")).contains("Commands");
    }

    @Test
    void redrivesTheLetterOfARawItemFromItsRawRecord() throws Exception {
        String mark = "REDRIVERAW";
        var at =
                writer.webhook(
                        "redrive",
                        Samples.bytes(
                                Samples.webhook(
                                        "messages",
                                        Samples.value(
                                                "\"messages\":[{\"type\":\"text\",\"text\":{\"body\":\""
                                                        + mark
                                                        + "\"}},"
                                                        + Samples.text("wamid." + mark, "x")
                                                        + "]"))));
        await().atMost(SOON).untilAsserted(() -> assertThat(item(at)).isNotNull());
        var letter = item(at);
        String place = "/v1/dead-letters/" + letter.path("partition") + "/" + letter.path("offset");

        var shown = read(ingest.get(place).body());
        var full = read(ingest.get(place + "?body=true").body());
        var outcome = read(ingest.postTo(place + "/redrive", "").body());

        assertThat(shown.path("reason").asString()).isEqualTo("NO_WAMID");
        assertThat(shown.path("body").asString()).doesNotContain(mark);
        assertThat(full.path("body").asString()).contains(mark);
        assertThat(outcome.path("outcome").asString()).isEqualTo("SPLIT_AGAIN");
        assertThat(outcome.path("events").asInt()).isZero();
        assertThat(outcome.path("deadLetters").asInt()).isEqualTo(1);
        assertThat(read(ingest.get(place).body()).path("redriven").asBoolean()).isTrue();
        assertThat(ingest.postTo("/v1/dead-letters/0/99999999/redrive", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void redrivesAllOfAReasonAndNoneTwice() throws Exception {
        String reason = "UNHANDLED_IN_A_TEST";
        for (int i = 0; i < 3; i++) {
            writer.send(letter(reason, "bytes " + i % 2, i).toRecord());
        }

        var all = read(ingest.postTo("/v1/dead-letters/redrive?reason=" + reason, "").body());
        var listed = read(ingest.get("/v1/dead-letters?reason=" + reason).body());
        var withDone = read(ingest.get("/v1/dead-letters?redriven=true&reason=" + reason).body());

        assertThat(all).hasSize(3);
        assertThat(all.valueStream().map(one -> one.path("outcome").asString()))
                .containsExactlyInAnyOrder("PUBLISHED_AGAIN", "PUBLISHED_AGAIN", "REPEATED");
        assertThat(listed.path("items")).isEmpty();
        assertThat(withDone.path("items")).hasSize(3);
        assertThat(topics.records(Topics.CONTACTS))
                .filteredOn(record -> reason.equals(record.key()))
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder("bytes 0", "bytes 1");
    }

    @Test
    void redrivesFromTheCommandLine() throws Exception {
        writer.send(letter("BY_COMMAND", "bytes of a command", 1).toRecord());

        assertThat(command("dead-letters", "list", "--reason", "BY_COMMAND"))
                .contains("1 wait: BY_COMMAND")
                .contains("whatsapp.contacts-0@1");
        assertThat(command("dead-letters", "redrive", "--reason", "BY_COMMAND"))
                .contains("published again to whatsapp.contacts")
                .contains("1 dead letters.");
        assertThat(command("dead-letters", "list", "--reason", "BY_COMMAND")).isEmpty();

        var at = writer.send(letter("BY_PLACE", "bytes of a place", 2).toRecord());
        String partition = "" + at.partition();
        String offset = "" + at.offset();
        assertThat(command("dead-letters", "show", partition, offset)).contains("BY_PLACE");
        assertThat(command("dead-letters", "show", partition, offset, "--body"))
                .contains("bytes of a place");
        assertThat(command("dead-letters", "redrive", partition, offset))
                .contains("published again to whatsapp.contacts");
    }

    @Test
    void runsWhatBlocksOnVirtualThreads() throws Exception {
        var letter = writer.send(letter("ON_A_THREAD", "bytes of a thread", 3).toRecord());

        var shown =
                ingest.get(
                        "/v1/dead-letters/"
                                + letter.partition()
                                + "/"
                                + letter.offset()
                                + "?body=true");

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(ingest.bean(ThreadProbe.class).last.get())
                .isNotNull()
                .extracting(Thread::isVirtual)
                .isEqualTo(true);
    }

    @Test
    void startsAsACommandAndEndsByItself() {
        var command = RunningIngest.command(STACK);

        int code = SpringApplication.exit(command.run("dead-letters", "show", "0", "99999999"));

        assertThat(code).isEqualTo(OperatorCommands.FAILED);
    }

    private static DeadLetter letter(String reason, String bytes, long offset) {
        return new DeadLetter(
                "a-test",
                Topics.CONTACTS.name(),
                0,
                offset,
                reason,
                "Made by a test",
                null,
                Instant.now(),
                reason,
                bytes.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode item(RecordMetadata raw) throws Exception {
        for (var item : read(ingest.get("/v1/dead-letters?reason=NO_WAMID").body()).path("items")) {
            if (item.path("origin").path("offset").asLong() == raw.offset()
                    && item.path("origin").path("partition").asInt() == raw.partition()) {
                return item;
            }
        }
        throw new AssertionError("Not parked yet");
    }

    private long inboundOf(String number) {
        return topics.events(
                        Topics.INBOUND_MESSAGES, event -> event.getPhoneNumberId().equals(number))
                .size();
    }

    private String command(String... words) {
        var out = new ByteArrayOutputStream();
        new OperatorCommands(
                        ingest.bean(TopicScanner.class),
                        ingest.bean(DeadLetterReader.class),
                        ingest.bean(Redrive.class),
                        ingest.bean(Replay.class),
                        ingest.bean(OperatorAudit.class),
                        ingest.bean(InstantSource.class))
                .run(words, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private JsonNode read(String body) {
        return json.readTree(body);
    }
}
