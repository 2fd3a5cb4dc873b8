package dev.coexistence.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GraphBodyTest {
    @Test
    void takesWhatWasAskedFor() {
        var answer =
                read(
                        200,
                        "{\"access_token\":\"sample\"}",
                        body -> GraphBody.readText(body, "access_token"));

        assertThat(answer).isEqualTo(new GraphAnswer.Done<>("sample"));
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
                        GraphBody::readSuccess);

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
        var answer = read(status, body == null ? "" : body, GraphBody::readSuccess);

        assertThat(answer).isInstanceOf(GraphAnswer.Unclear.class);
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
                        GraphBody::readSuccess);

        assertThat(answer)
                .isEqualTo(
                        new GraphAnswer.Refused<Boolean>(
                                new GraphError(
                                        400,
                                        100,
                                        33,
                                        null,
                                        "Unsupported",
                                        "no such object",
                                        "A1",
                                        false)));
    }

    @Test
    void readsCodesThatAreWrittenAsStrings() {
        var answer =
                read(
                        400,
                        "{\"error\":{\"code\":\"100\",\"error_subcode\":\"33\"}}",
                        GraphBody::readSuccess);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        GraphAnswer.Refused.class,
                        refused -> assertThat(refused.error().isGone()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"190, 0, true", "100, 33, true", "100, 0, false", "200, 0, false", "10, 0, false"})
    void onlyADeadTokenOrAMissingNumberIsDefinite(int code, int subcode, boolean gone) {
        assertThat(new GraphError(400, code, subcode, null, null, null, null, false).isGone())
                .isEqualTo(gone);
    }

    @Test
    void saysMetasWordsInOneSentence() {
        assertThat(new GraphError(400, 1, null, null, "a", "b", null, false).words())
                .isEqualTo("a: b");
        assertThat(GraphError.of(1, "a").words()).isEqualTo("a");
    }

    private static <T> GraphAnswer<T> read(
            int status, String body, java.util.function.Function<JsonNode, T> reader) {
        return GraphBody.read(status, body.getBytes(StandardCharsets.UTF_8), reader);
    }
}
