package dev.coexistence.conversation.projection;

import static dev.coexistence.conversation.projection.Events.at;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.phone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.EchoSender;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.InboundMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes late, twice, in one second, or from a clock that is ahead. */
class LateIT {
    @RegisterExtension static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("late");

    private static final String NUMBER = "900000000000001";
    private static final Identity ANA = phone("15550100999");
    private static final Identity NOBODY = Identity.newBuilder().build();

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, true", "false, false"})
    void leavesAMessageWhereItsPlaceholderStands(boolean fromBusiness, boolean named) {
        var placeholder =
                history(
                        Events.historyOf("w1", true, ANA, "media_placeholder", 1)
                                .setPlaceholder(true)
                                .setHistoryStatus("PLAYED")
                                .build());
        var media =
                history(
                        Events.historyOf("w1", fromBusiness, named ? ANA : NOBODY, "image", 1)
                                .setMediaDetail(true)
                                .setMediaId("2423")
                                .setHistoryStatus(null)
                                .build());

        for (var order :
                List.of(
                        List.of(List.of(placeholder), List.of(media)),
                        List.of(List.of(media), List.of(placeholder)),
                        List.of(List.of(media, placeholder)))) {
            DATABASE.clear();
            order.forEach(DATABASE::project);

            assertThat(
                            DATABASE.jdbc()
                                    .queryForList(
                                            "select direction || ' ' || media_id || ' ' || status || ' ' || a.value"
                                                    + " from message m join contact_alias a on a.contact_id = m.conversation_id",
                                            String.class))
                    .containsExactly("OUT 2423 80 15550100999");
            assertThat(count("contact")).isEqualTo(1);
            assertThat(count("conversation")).isEqualTo(1);
        }
    }

    @Test
    void letsTheLaterReactionOfASecondWin() {
        var thumb = reaction("wamid.D", "👍", 100);
        var taken = reaction("wamid.C", "", 400);
        for (var order : List.of(List.of(thumb, taken), List.of(taken, thumb))) {
            DATABASE.clear();
            DATABASE.project(List.of(inbound(NUMBER, "w1", ANA, "hello", 1)));
            order.forEach(event -> DATABASE.project(List.of(event)));
            DATABASE.project(List.of(reaction("wamid.D", "👍", 90_000)));

            assertThat(count("message where reactions::jsonb -> 'customer' ->> 'emoji' = ''"))
                    .isEqualTo(1);
        }
    }

    @Test
    void letsTheLaterEditOfASecondWin() {
        var first = edit("wamid.H", "v1", 100);
        var second = edit("wamid.G", "v2", 400);
        for (var order : List.of(List.of(first, second), List.of(second, first))) {
            DATABASE.clear();
            DATABASE.project(List.of(inbound(NUMBER, "w1", ANA, "v0", 1)));
            order.forEach(event -> DATABASE.project(List.of(event)));
            DATABASE.project(List.of(edit("wamid.H", "v1", 90_000)));

            assertThat(count("message where edit_body = 'v2'")).isEqualTo(1);
        }
    }

    @Test
    void believesNoMessageFromTheFuture() {
        DATABASE.project(
                List.of(
                        InboundMessage.newBuilder(inbound(NUMBER, "w1", ANA, "hello", 2_592_000))
                                .setReceivedAt(at(0))
                                .build()));

        assertThat(count("conversation where in_at = '" + at(60) + "' and last_at = in_at"))
                .isEqualTo(1);
    }

    @Test
    void tellsMetasAgentFromThePhone() {
        DATABASE.project(
                List.of(
                        InboundMessage.newBuilder(inbound(NUMBER, "w1", ANA, "open?", 1))
                                .setField("standby")
                                .build(),
                        EchoMessage.newBuilder(Events.echo(NUMBER, "w2", ANA, "yes", 2))
                                .setSender(EchoSender.META_AGENT)
                                .build()));

        assertThat(count("conversation where unread = 1 and in_at = '" + at(1) + "'"))
                .as("the window is open, and no person has read it")
                .isEqualTo(1);
        assertThat(
                        DATABASE.jdbc()
                                .queryForList(
                                        "select unnest(kinds) from change_batch", String.class))
                .contains("message.standby", "message.agent")
                .doesNotContain("message.inbound", "message.echo");
    }

    private static InboundMessage reaction(String wamid, String emoji, int millis) {
        return Events.inboundOf(NUMBER, wamid, ANA, "reaction", 5)
                .setTargets("w1")
                .setJson("{\"type\":\"reaction\",\"reaction\":{\"emoji\":\"" + emoji + "\"}}")
                .setReceivedAt(at(5).plusMillis(millis))
                .build();
    }

    private static InboundMessage edit(String wamid, String body, int millis) {
        return Events.inboundOf(NUMBER, wamid, ANA, "edit", 5)
                .setTargets("w1")
                .setPreview(body)
                .setReceivedAt(at(5).plusMillis(millis))
                .build();
    }

    private static HistoryEvent history(dev.coexistence.schemas.events.HistoryMessage message) {
        return Events.history(NUMBER, message);
    }

    private static int count(String what) {
        Integer count =
                DATABASE.jdbc().queryForObject("select count(*) from " + what, Integer.class);
        return count == null ? 0 : count;
    }
}
