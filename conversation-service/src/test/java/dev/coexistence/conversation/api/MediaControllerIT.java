package dev.coexistence.conversation.api;

import static dev.coexistence.conversation.projection.Events.inboundOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** Stored media over HTTP: what a stranger sent must not run in a browser. */
class MediaControllerIT extends ServiceFixture {
    private static final String NUMBER = "900000000000302";

    @Test
    void showsAPictureAsWhatItIs() throws IOException {
        store(9_000_000_001L, "image/jpeg", "picture");

        var answer = get(9_000_000_001L);

        assertThat(answer.getResponseBody()).isEqualTo("picture");
        assertThat(String.valueOf(answer.getResponseHeaders().getContentType()))
                .isEqualTo("image/jpeg");
        assertThat(answer.getResponseHeaders().getFirst("content-disposition"))
                .startsWith("inline");
    }

    @Test
    void givesAPageOnlyAsADownload() throws IOException {
        store(9_000_000_002L, "text/html", "<script>");

        var answer = get(9_000_000_002L);

        assertThat(String.valueOf(answer.getResponseHeaders().getContentType()))
                .isEqualTo("application/octet-stream");
        assertThat(answer.getResponseHeaders().getFirst("content-disposition"))
                .startsWith("attachment");
    }

    @Test
    void keepsTheNameAndTheTypeOfADocument() throws Exception {
        String wamid = "wamid.document.name";
        publish(
                Topics.INBOUND_MESSAGES,
                NUMBER,
                inboundOf(NUMBER, wamid, ANA, "document", 1)
                        .setMediaId("m")
                        .setMimeType("application/pdf")
                        .setJson(
                                "{\"type\":\"document\",\"document\":{\"id\":\"m\",\"mime_type\":"
                                        + "\"application/pdf\",\"filename\":\"Rechnung März 2024.pdf\"}}")
                        .build());
        await().atMost(PATIENCE).until(() -> !ids(wamid).isEmpty());
        long id = ids(wamid).getFirst();
        write(id, "content");
        database.update(
                "update media set state = 'STORED', size_bytes = 7, mime_type = 'application/pdf'"
                        + " where message_id = ?",
                id);

        var headers = get(id).getResponseHeaders();

        assertThat(String.valueOf(headers.getContentType())).isEqualTo("application/pdf");
        assertThat(headers.getFirst("content-disposition"))
                .startsWith("attachment")
                .contains("filename*=UTF-8''Rechnung%20M%C3%A4rz%202024.pdf");
        assertThat(headers.getFirst("x-content-type-options")).isEqualTo("nosniff");
        assertThat(headers.getFirst("content-security-policy")).contains("sandbox");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/pdf",
                "message/rfc822",
                "font/ttf",
                "model/stl",
                "chemical/x-pdb",
                "multipart/mixed",
                "text/plain",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            })
    void keepsEveryTypeAsADownload(String type) throws IOException {
        long id = 9_000_000_100L + type.length();
        store(id, type, "content");

        var headers = get(id).getResponseHeaders();

        assertThat(String.valueOf(headers.getContentType())).isEqualTo(type);
        assertThat(headers.getFirst("content-disposition")).startsWith("attachment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "TEXT/HTML; charset=utf-8",
                "application/xhtml+xml",
                "image/svg+xml",
                "text/javascript",
                "application/javascript",
                "text/css",
                "application/xml",
                "no type",
                "*/*"
            })
    void saysNothingOfATypeThatWouldRunHere(String type) throws IOException {
        long id = 9_000_000_200L + type.length();
        store(id, type, "content");

        var headers = get(id).getResponseHeaders();

        assertThat(String.valueOf(headers.getContentType())).isEqualTo("application/octet-stream");
        assertThat(headers.getFirst("content-disposition")).startsWith("attachment");
    }

    @Test
    void knowsNothingOfWhatIsStillToCome() {
        client().get().uri("/v1/media/9000000003").exchange().expectStatus().isNotFound();
    }

    private EntityExchangeResult<String> get(long id) {
        return client().get()
                .uri("/v1/media/" + id)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult();
    }

    private void store(long id, String type, String content) throws IOException {
        write(id, content);
        database.update(
                "insert into media (message_id, phone_number_id, media_id, mime_type, state, first_at,"
                        + " next_at, size_bytes, stored_at)"
                        + " values (?, '900000000000301', 'm', ?, 'STORED', now(), now(), ?, now())"
                        + " on conflict (message_id) do update set mime_type = excluded.mime_type",
                id,
                type,
                content.length());
    }

    private static void write(long id, String content) throws IOException {
        Path folder = Files.createDirectories(MEDIA.resolve(Long.toString(id % 1024)));
        Files.writeString(folder.resolve(Long.toString(id)), content);
    }

    private List<Long> ids(String wamid) {
        return database.query(
                "select a.message_id from media a join message m on m.id = a.message_id"
                        + " where m.wamid = ?",
                (row, _) -> row.getLong(1),
                wamid);
    }
}
