package dev.coexistence.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProblemAnswersTest {
    private static ConfigurableApplicationContext context;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Things.class)
    static class Service {}

    record Thing(String name, @Nullable List<Part> parts, @Nullable Integer count) {}

    record Part(@Nullable Instant at) {}

    @RestController
    static class Things {
        @PostMapping("/things")
        Thing make(@RequestBody Thing thing) {
            return thing;
        }

        @GetMapping("/things/{id}")
        String one(@PathVariable long id, @RequestParam int limit) {
            return id + " " + limit;
        }

        @GetMapping("/broken")
        String broken() {
            throw new IllegalStateException("a secret of ours");
        }
    }

    @BeforeAll
    static void start() {
        context =
                new SpringApplicationBuilder(Service.class)
                        .web(WebApplicationType.REACTIVE)
                        .run("--server.port=0");
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'name':'a'}                       | 200 | | ",
                "{'name':'a','nmae':'b'}            | 422 | unknown-member  | nmae",
                "{'name':'a','parts':[{'when':1}]}  | 422 | unknown-member  | parts[0].when",
                "{'name':'a','parts':{}}            | 400 | wrong-member    | parts",
                "{'name':'a','count':'many'}        | 400 | wrong-member    | count",
                "{'name':'a','parts':[{'at':'x'}]}  | 400 | wrong-member    | parts[0].at",
                "[]                                 | 400 | wrong-member    | ",
                "{'name':                           | 400 | unreadable-body | ",
                "<html>                             | 400 | unreadable-body | ",
            })
    void namesTheMemberOfABodyThatIsWrong(
            String body, int status, @Nullable String type, @Nullable String member)
            throws IOException {
        String json = body.replace('\'', '"');
        var answer =
                send(
                        "POST /things HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: "
                                + json.length(),
                        json);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        if (type != null) {
            assertThat(problem(answer, status).path("type").asString()).endsWith("/" + type);
            assertThat(answer.json().path("member").asString(""))
                    .isEqualTo(member == null ? "" : member);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /things/1, 400",
        "GET /things/one?limit=1, 400",
        "GET /things/1?limit=many, 400",
        "GET /things/1?limit=99999999999999999999, 400",
        "GET /nowhere, 404",
        "DELETE /things/1?limit=1, 405",
        "POST /things, 400",
        "GET /%00, 400",
        "GET /things/%00?limit=1, 400",
        "GET /things/1?limit=%00, 400",
        "GET /%zz, 400",
        "GET /things/1?limit=%, 400",
        "GET /a[b, 400",
        "GET /..%2f..%2fetc, 404",
        "GET /broken, 500"
    })
    void answersWhatTheFrameworkRefusesAsAProblem(String request, int status) throws IOException {
        var answer = send(request + " HTTP/1.1", "");

        assertThat(problem(answer, status).path("title").asString("")).isNotEmpty();
        assertThat(answer.text()).doesNotContain("secret", "Exception", "timestamp");
    }

    @Test
    void answersAnotherKindOfBodyAsAProblem() throws IOException {
        String form = "POST /things HTTP/1.1\r\nContent-Length: 3\r\nContent-Type: ";

        assertThat(problem(send(form + "application/x-www-form-urlencoded", "a=b"), 415))
                .isNotNull();
        assertThat(problem(send(form + "nonsense", "a=b"), 415)).isNotNull();
    }

    @Test
    void answersAHeadThatIsNoneAsAProblem() throws IOException {
        problem(send("NONSENSE", ""), 400);
        problem(send("GET /" + "a".repeat(20_000) + " HTTP/1.1", ""), 414);
        problem(send("GET /nowhere HTTP/1.1\r\nA: " + "a".repeat(20_000), ""), 431);
    }

    @Test
    void answersAHeadRequestWithoutABody() throws IOException {
        var answer = send("HEAD /%zz HTTP/1.1", "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEmpty();
    }

    private static JsonNode problem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).containsIgnoringCase("content-type: application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("type").asString(""))
                .startsWith("https://coexistence.dev/problems/");
        return answer.json();
    }

    private record Answer(String text) {
        int status() {
            return Integer.parseInt(text.split(" ", 3)[1]);
        }

        String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }

        JsonNode json() {
            return new JsonMapper().readTree(body());
        }
    }

    private static Answer send(String head, String body) throws IOException {
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            (head + "\r\nHost: a\r\nConnection: close\r\n\r\n" + body)
                                    .getBytes(StandardCharsets.UTF_8));
            return new Answer(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
