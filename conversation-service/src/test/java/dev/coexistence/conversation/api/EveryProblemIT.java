package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is wrong with a request is said as RFC 9457 has it. */
class EveryProblemIT extends ServiceFixture {
    private static final String KEY = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "POST | /conversations/1/messages                | form | body=x                  | 400",
                "POST | /conversations/1/messages                | form | body=x&key=nonsense     | 400",
                "POST | /conversations/1/messages                | form |                         | 400",
                "POST | /conversations/1/messages                | form | body=x&key="
                        + KEY
                        + "  | 404",
                "POST | /conversations/one/messages              | form | body=x                  | 400",
                "POST | /v1/webhook-endpoints                    | json | {'url':'https://a.example/','filters':[]} | 422",
                "PUT  | /v1/webhook-endpoints/1                  | json | {'url':'https://a.example/','type':[]}    | 422",
                "POST | /v1/webhook-endpoints                    | json | {'url':5,'types':'all'} | 400",
                "POST | /v1/webhook-endpoints                    | json | {'url':                 | 400",
                "POST | /v1/webhook-endpoints                    | json | {'url':'https://\\u0000.example/'} | 400",
                "POST | /v1/webhook-endpoints                    | form | url=x                   | 415",
                "POST | /v1/webhook-endpoints/1/replay           | json | {'since':'2026-01-01T00:00:00Z'}          | 422",
                "POST | /v1/webhook-endpoints/1/replay           | json | {'from':'yesterday'}    | 400",
                "POST | /v1/webhook-endpoints/%00/test           | none |                         | 400",
                "GET  | /v1/webhook-endpoints/%00                | none |                         | 400",
                "GET  | /v1/conversations?q=%00                  | none |                         | 400",
                "GET  | /v1/conversations?limit=many             | none |                         | 400",
                "GET  | /v1/conversations/one                    | none |                         | 404",
                "GET  | /v1/contacts/%zz                         | none |                         | 400",
                "GET  | /v1/media/nine                           | none |                         | 400",
                "GET  | /v1/nowhere                              | none |                         | 404",
                "GET  | /assets/a%00b                            | none |                         | 400",
                "GET  | /%00                                     | none |                         | 404",
                "PATCH| /v1/conversations                        | none |                         | 405",
                "POST | /operations/webhooks                     | form |                         | 200"
            })
    void isAProblem(String method, String path, String kind, String body, int status)
            throws IOException {
        String text = body == null ? "" : body.replace('\'', '"');
        String type =
                switch (kind) {
                    case "form" -> "Content-Type: application/x-www-form-urlencoded\r\n";
                    case "json" -> "Content-Type: application/json\r\n";
                    default -> "";
                };
        String answer = send(method.strip() + " " + path + " HTTP/1.1\r\n" + type, text);

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        if (status >= 400) {
            assertThat(answer)
                    .containsIgnoringCase("content-type: " + MediaType.APPLICATION_PROBLEM_JSON);
            var problem =
                    new JsonMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
            assertThat(problem.path("status").asInt()).isEqualTo(status);
            assertThat(problem.path("type").asString(""))
                    .startsWith("https://coexistence.dev/problems/");
        }
    }

    private String send(String head, String body) throws IOException {
        var uri = URI.create(url());
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(
                            (head
                                            + "Host: "
                                            + uri.getAuthority()
                                            + "\r\nConnection: close\r\nContent-Length: "
                                            + body.getBytes(StandardCharsets.UTF_8).length
                                            + "\r\n\r\n"
                                            + body)
                                    .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
