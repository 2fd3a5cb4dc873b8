package dev.coexistence.dispatch.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
    private static MetaAnswer read(int status, String body) {
        return AnswerReader.read(status, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void takesWhatMetaTook() {
        MetaAnswer answer =
                read(
                        200,
                        """
                        {"contacts":[{"input":"+15550100999","wa_id":"15550100999"}],
                         "messages":[{"id":"wamid.1","message_status":"accepted"}]}
                        """);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        MetaAnswer.Taken.class,
                        taken -> {
                            assertThat(taken.accepted().wamid()).isEqualTo("wamid.1");
                            assertThat(taken.accepted().waId()).isEqualTo("15550100999");
                        });
        assertThat(read(200, "{\"success\":true}")).isInstanceOf(MetaAnswer.Taken.class);
    }

    @Test
    void readsErrorsByCode() {
        MetaAnswer answer =
                read(
                        400,
                        "{\"error\":{\"code\":130429,\"error_data\":{\"details\":\"too fast\"}}}");

        assertThat(answer)
                .isInstanceOfSatisfying(
                        MetaAnswer.Refused.class,
                        refused -> {
                            assertThat(refused.refusal().code()).isEqualTo(130429);
                            assertThat(refused.refusal().details()).isEqualTo("too fast");
                        });
    }

    @Test
    void readsTheSubcodeThatTellsALostNumberFromABadParameter() {
        assertThat(subcode("{\"error\":{\"code\":100,\"error_subcode\":33}}")).isEqualTo(33);
        assertThat(subcode("{\"error\":{\"code\":100}}")).isNull();
        assertThat(subcode("{\"error\":{\"code\":100,\"error_subcode\":\"33\"}}")).isEqualTo(33);
    }

    private static @Nullable Integer subcode(String body) {
        return read(400, body) instanceof MetaAnswer.Refused(var refusal)
                ? refusal.subcode()
                : null;
    }

    @Test
    void isInDoubtAboutEverythingElse() {
        assertThat(read(502, "<html>")).isEqualTo(new MetaAnswer.Doubtful(Reason.SERVER_ERROR));
        assertThat(read(500, "{}")).isEqualTo(new MetaAnswer.Doubtful(Reason.SERVER_ERROR));
        assertThat(read(200, "")).isEqualTo(new MetaAnswer.Doubtful(Reason.UNREADABLE_ANSWER));
        assertThat(read(404, "nothing here"))
                .isEqualTo(new MetaAnswer.Doubtful(Reason.UNREADABLE_ANSWER));
    }

    @Test
    void putsTheMessageIntoItsEnvelope() {
        assertThat(
                        body(
                                "text",
                                "15550100999",
                                null,
                                "{\"type\":\"text\",\"text\":{\"body\":\"hi\"}}"))
                .isEqualTo(
                        "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\","
                                + "\"to\":\"15550100999\",\"biz_opaque_callback_data\":\"a\\\"b\","
                                + "\"type\":\"text\",\"text\":{\"body\":\"hi\"}}");
        assertThat(body("text", null, "US.7", "{\"type\":\"text\"}"))
                .contains("\"recipient\":\"US.7\"");
        assertThat(body("read", null, null, "{\"status\":\"read\",\"message_id\":\"w\"}"))
                .isEqualTo(
                        "{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"w\"}");
    }

    private static String body(
            String type, @Nullable String to, @Nullable String bsuid, String json) {
        var command =
                new Command(
                        "a\"b",
                        "n",
                        0,
                        1,
                        Priority.NORMAL,
                        "r",
                        new Command.Content(to, bsuid, type, json, null, null, null),
                        new Command.Terms(Instant.EPOCH, null, null, Command.UnknownPolicy.PARK),
                        0,
                        false);
        return new String(RequestBody.of(command), StandardCharsets.UTF_8);
    }
}
