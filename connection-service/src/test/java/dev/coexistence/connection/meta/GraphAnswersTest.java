package dev.coexistence.connection.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GraphAnswersTest {
    private final GraphAnswers answers = new GraphAnswers(JsonMapper.shared());

    @Test
    void takesWhatWasAskedFor() {
        var answer =
                read(
                        200,
                        "{\"access_token\":\"sample\"}",
                        body -> GraphAnswers.text(body, "access_token"));

        assertThat(answer).isEqualTo(new MetaAnswer.Done<>("sample"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, 100, Refused",
        "401, 190, Refused",
        "403, 200, Refused",
        "400, 2593107, Refused",
        "400, 133005, Refused",
        "400, 4, TryLater",
        "400, 80007, TryLater",
        "429, 100, TryLater",
        "503, 2, Unclear",
        "500, 131000, Unclear",
        "500, 100, Unclear",
    })
    void tellsWhetherACallMayHaveHadItsEffect(int status, int code, String kind) {
        var answer =
                read(
                        status,
                        "{\"error\":{\"message\":\"no\",\"code\":" + code + "}}",
                        GraphAnswers::success);

        assertThat(answer.getClass().getSimpleName()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|",
                "200|[]",
                "200|not json",
                "200|{}",
                "502|<html>",
                "200|{\"success\":false}",
                "400|{\"error\":{}}"
            })
    void whatIsNoAnswerIsNoRefusalEither(int status, String body) {
        var answer = read(status, body == null ? "" : body, GraphAnswers::success);

        assertThat(answer).isInstanceOf(MetaAnswer.Unclear.class);
    }

    @Test
    void keepsMetasWordsAndTrace() {
        var answer =
                read(
                        400,
                        """
                        {"error":{"message":"Unsupported","code":100,"error_subcode":33,"fbtrace_id":"A1",
                          "error_data":{"details":"no such object"}}}
                        """,
                        GraphAnswers::success);

        assertThat(answer)
                .isEqualTo(
                        new MetaAnswer.Refused<Boolean>(
                                new MetaRefusal(100, 33, "Unsupported: no such object", "A1")));
    }

    @Test
    void aMissingFieldOfANumberIsNotFalse() {
        var node =
                GraphAnswers.number(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"id":"9001","display_phone_number":"+1 555-010-0200","platform_type":"CLOUD_API",
                                          "webhook_configuration":{"application":"https://a.example/hook",
                                            "whatsapp_business_account":"https://w.example/hook"}}
                                        """));

        assertThat(node.onBusinessApp()).isNull();
        assertThat(node.coexists()).isFalse();
        assertThat(node.definitelyNotOnTheApp()).isFalse();
        assertThat(node.callback()).hasToString("Optional[https://w.example/hook]");
    }

    @ParameterizedTest
    @CsvSource({"190, 0, true", "100, 33, true", "100, 0, false", "200, 0, false", "10, 0, false"})
    void onlyADeadTokenOrAMissingNumberIsDefinite(int code, int subcode, boolean gone) {
        assertThat(new MetaRefusal(code, subcode, "", "").definitelyGone()).isEqualTo(gone);
    }

    private <T> MetaAnswer<T> read(
            int status, String body, java.util.function.Function<JsonNode, T> reader) {
        return answers.read(status, body.getBytes(StandardCharsets.UTF_8), reader);
    }
}
