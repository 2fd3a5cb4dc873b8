package dev.coexistence.conversation.erasure;

import static dev.coexistence.conversation.projection.Events.at;
import static dev.coexistence.conversation.projection.Events.contact;
import static dev.coexistence.conversation.projection.Events.echo;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.inboundOf;
import static dev.coexistence.conversation.projection.Events.phone;
import static dev.coexistence.conversation.projection.Events.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.events.Identity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonRecordsIT {
    private static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("forgetting");
    private static final String NUMBER = "900000000000001";
    private static final Identity ANA = phone("15550100999");
    private static final Identity BEN = phone("15550100888");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void forget() {
        DATABASE.clear();
        DATABASE.jdbc().execute("truncate erasure_audit");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void erasesEverythingOfAContactAndLeavesALineWithoutTheContent() throws IOException {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", ANA, "a secret", 1),
                        inboundOf(NUMBER, "w2", ANA, "image", 2).setMediaId("m2").build(),
                        echo(NUMBER, "w3", ANA, "another secret", 3),
                        status(NUMBER, "w3", "read", ANA, 4).build(),
                        inboundOf(NUMBER, "w4", ANA, "edit", 5)
                                .setTargets("w1")
                                .setPreview("edited secret")
                                .build(),
                        contact(NUMBER, ANA, "Ana Example", false, 6),
                        inbound(NUMBER, "w5", BEN, "stays", 6)));
        Path picture = store("w2");

        long contact =
                Long.parseLong(text("select conversation_id from message where wamid = 'w1'"));
        eraser(at(1_000)).eraseContact(contact, "the officer", _ -> {});

        assertThat(picture).doesNotExist();
        assertThat(texts("select wamid from message")).containsExactly("w5");
        for (String table :
                List.of("message_status", "message_change", "media", "contact_sighting")) {
            assertThat(texts("select 1 from " + table)).as(table).isEmpty();
        }
        assertThat(texts("select id from contact")).hasSize(1);
        assertThat(texts("select id from search_text")).hasSize(2);
        Map<String, @Nullable Object> line =
                DATABASE.jdbc().queryForMap("select * from erasure_audit");
        assertThat(line)
                .containsEntry("kind", "CONTACT")
                .containsEntry("messages", 3L)
                .containsEntry("media", 1L)
                .containsEntry("requested_by", "the officer");
        assertThat(line.toString()).doesNotContain("secret").doesNotContain("15550100999");
    }

    @Test
    void letsMessagesGoAfterTheirTimeAndSaysHowMany() throws IOException {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", ANA, "old", 1),
                        inboundOf(NUMBER, "w2", BEN, "image", 2).setMediaId("m2").build(),
                        inbound(NUMBER, "w3", BEN, "young", 5_000)));
        Path picture = store("w2");

        housekeeping(Duration.ofSeconds(2_000), 10).deleteExpiredNow();

        assertThat(texts("select wamid from message")).containsExactly("w3");
        assertThat(texts("select unread from conversation")).containsExactly("1");
        assertThat(picture).doesNotExist();
        assertThat(texts("select kind || ' ' || messages || ' ' || media from erasure_audit"))
                .containsExactly("RETENTION 2 1");
    }

    @Test
    void keepsMessagesForEverByDefault() {
        DATABASE.project(List.of(inbound(NUMBER, "w1", ANA, "old", 1)));

        housekeeping(Duration.ZERO, 10).deleteExpiredNow();

        assertThat(texts("select wamid from message")).containsExactly("w1");
        assertThat(texts("select id from erasure_audit")).isEmpty();
    }

    @Test
    void forgetsWhichAgentWroteAfterItsTimeAndWithTheMessagesAtTheLatest() {
        DATABASE.jdbc().execute("truncate page_agent");
        for (int second : List.of(1_000, 2_500, 5_000)) {
            DATABASE.jdbc()
                    .update(
                            "insert into page_agent (command_id, name, kept_since) values (?, 'Jonas Berg', ?)",
                            "c" + second,
                            Timestamp.from(at(second)));
        }

        housekeeping(Duration.ZERO, 10).deleteExpiredNow();
        assertThat(texts("select command_id from page_agent order by 1"))
                .containsExactly("c2500", "c5000");

        housekeeping(Duration.ofSeconds(2_000), 10).deleteExpiredNow();
        assertThat(texts("select command_id from page_agent")).containsExactly("c5000");
    }

    @Test
    void countsWhatWaitsForItsMessageAndBoundsIt() {
        for (int i = 0; i < 5; i++) {
            DATABASE.project(List.of(status(NUMBER, "early" + i, "read", ANA, i).build()));
        }
        var housekeeping = housekeeping(Duration.ZERO, 3);
        housekeeping.countNow();
        assertThat(meters.get("whatsapp.conversation.waiting").gauge().value()).isEqualTo(4);

        housekeeping.deleteExpiredNow();
        housekeeping.countNow();

        assertThat(meters.get("whatsapp.conversation.waiting").gauge().value()).isEqualTo(3);
        assertThat(meters.get("whatsapp.conversation.forgotten").counter().count()).isEqualTo(2);
    }

    private Path store(String wamid) throws IOException {
        long id = Long.parseLong(text("select id from message where wamid = '" + wamid + "'"));
        Path place = folder.resolve(Long.toString(id % 1024)).resolve(Long.toString(id));
        Files.createDirectories(place.resolveSibling(""));
        return Files.writeString(place, "picture");
    }

    private RetentionSchedule housekeeping(Duration messages, long waitingLimit) {
        return new RetentionSchedule(
                DATABASE.jdbc(),
                new RetentionSettings(
                        messages,
                        Duration.ofDays(7),
                        Duration.ofDays(30),
                        Duration.ofDays(30),
                        waitingLimit,
                        Duration.ofSeconds(4_000)),
                Erasers.ofOldMessages(DATABASE, folder, at(6_000)),
                () -> at(6_000),
                new ConversationMetrics(meters));
    }

    private ContactEraser eraser(Instant now) {
        return Erasers.ofContacts(DATABASE, folder, now);
    }

    private static String text(String sql) {
        return texts(sql).getFirst();
    }

    private static List<String> texts(String sql) {
        return DATABASE.jdbc().queryForList(sql, String.class).stream()
                .map(String::valueOf)
                .toList();
    }
}
