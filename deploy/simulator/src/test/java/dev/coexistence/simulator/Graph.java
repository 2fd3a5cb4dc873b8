package dev.coexistence.simulator;

import dev.coexistence.simulator.number.SimulatedNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of the simulator, as any service would be. */
final class Graph {
    record Result(int status, JsonNode body) {
        int code() {
            return body.path("error").path("code").asInt(0);
        }

        String wamid() {
            return body.path("messages").path(0).path("id").asString("");
        }
    }

    private static final JsonMapper MAPPER = new JsonMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;
    private final String token;

    Graph(Simulator meta, String token) {
        this.base = meta.baseUri();
        this.token = token;
    }

    Result post(String path, String body) {
        return call("POST", path, body);
    }

    Result get(String path) {
        return call("GET", path, "");
    }

    Result delete(String path) {
        return call("DELETE", path, "");
    }

    Result put(String path, String body) {
        return call("PUT", path, body);
    }

    Result text(SimulatedNumber from, String to, String callback) {
        return post(
                "/v25.0/" + from.phoneNumberId() + "/messages",
                """
                {"messaging_product":"whatsapp","to":"%s","type":"text","text":{"body":"hello"},
                 "biz_opaque_callback_data":"%s"}\
                """
                        .formatted(to, callback));
    }

    Result template(SimulatedNumber from, String to) {
        return post(
                "/v25.0/" + from.phoneNumberId() + "/messages",
                """
                {"messaging_product":"whatsapp","to":"%s","type":"template",
                 "template":{"name":"greeting","language":{"code":"en"}}}\
                """
                        .formatted(to));
    }

    HttpResponse<byte[]> raw(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(
                    request.header("Authorization", "Bearer " + token).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(5));
    }

    private Result call(String method, String path, String body) {
        try {
            HttpResponse<byte[]> response =
                    raw(
                            to(path).header("Content-Type", "application/json")
                                    .method(method, HttpRequest.BodyPublishers.ofString(body)));
            byte[] answer = response.body();
            return new Result(
                    response.statusCode(),
                    answer.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
