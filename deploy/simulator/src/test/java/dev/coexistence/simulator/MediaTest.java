package dev.coexistence.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MediaTest {
    private final Simulator meta = Simulator.start(SimulatorSettings.defaults());
    private final SimulatedNumber shop = meta.addNumber(NumberSpec.coexistence("+15550100200"));
    private final Graph graph = new Graph(meta, meta.tokenOf(shop));

    @AfterEach
    void stop() {
        meta.close();
    }

    @Test
    void whatIsUploadedCanBeFetchedWithTheToken() throws IOException {
        String id = upload();
        JsonNode item = graph.get("/v25.0/" + id).body();
        String url = item.path("url").asString();

        HttpResponse<byte[]> bytes = graph.raw(graph.to(url).GET());
        HttpResponse<byte[]> without = new Graph(meta, "x").raw(graph.to(url).GET());

        assertThat(item.path("mime_type").asString()).isEqualTo("image/png");
        assertThat(item.path("file_size").asInt()).isEqualTo(9);
        assertThat(item.path("sha256").asString()).hasSize(64);
        assertThat(bytes.body()).isEqualTo("not a png".getBytes(StandardCharsets.UTF_8));
        assertThat(bytes.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(without.statusCode()).isEqualTo(401);
    }

    @Test
    void linksDieAfterFiveMinutesAndIdsAfterThirtyDays() throws IOException {
        String id = upload();
        String url = graph.get("/v25.0/" + id).body().path("url").asString();
        meta.clock().advance(Duration.ofMinutes(6));

        assertThat(graph.raw(graph.to(url).GET()).statusCode()).isEqualTo(404);
        assertThat(graph.get("/v25.0/" + id).status()).isEqualTo(200);
        meta.clock().advance(Duration.ofDays(30));
        assertThat(graph.get("/v25.0/" + id).code()).isEqualTo(100);
    }

    @Test
    void aDeletedFileIsGone() throws IOException {
        String id = upload();

        assertThat(graph.delete("/v25.0/" + id).status()).isEqualTo(200);
        assertThat(graph.get("/v25.0/" + id).status()).isEqualTo(400);
    }

    @Test
    void aFileThatCameWithAMessageDiesAfterSevenDays() throws Exception {
        try (Receiver app = new Receiver()) {
            meta.deliverTo(app.uri());
            meta.phone(shop)
                    .customerSendsFile("+15550100999", "image", "image/png", new byte[] {1, 2, 3});
            assertThat(meta.awaitWebhooks(Duration.ofSeconds(5))).isTrue();
            JsonNode image =
                    new JsonMapper()
                            .readTree(app.posts().getFirst().body())
                            .at("/entry/0/changes/0/value/messages/0/image");

            assertThat(graph.raw(graph.to(image.path("url").asString()).GET()).body())
                    .isEqualTo(new byte[] {1, 2, 3});
            meta.clock().advance(Duration.ofDays(8));
            assertThat(graph.get("/v25.0/" + image.path("id").asString()).status()).isEqualTo(400);
        }
    }

    private String upload() throws IOException {
        String body =
                """
                --b\r
                Content-Disposition: form-data; name="messaging_product"\r
                \r
                whatsapp\r
                --b\r
                Content-Disposition: form-data; name="file"; filename="a.png"\r
                Content-Type: image/png\r
                \r
                not a png\r
                --b--\r
                """;
        HttpResponse<byte[]> response =
                graph.raw(
                        graph.to("/v25.0/" + shop.phoneNumberId() + "/media")
                                .header("Content-Type", "multipart/form-data; boundary=b")
                                .POST(HttpRequest.BodyPublishers.ofString(body)));
        return new JsonMapper().readTree(response.body()).path("id").asString();
    }
}
