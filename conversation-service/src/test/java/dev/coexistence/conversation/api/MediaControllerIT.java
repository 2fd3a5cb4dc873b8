package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** Stored media over HTTP: what a stranger sent must not run in a browser. */
class MediaControllerIT extends ServiceFixture {

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
        Path folder = Files.createDirectories(MEDIA.resolve(Long.toString(id % 1024)));
        Files.writeString(folder.resolve(Long.toString(id)), content);
        database.update(
                "insert into media (message_id, phone_number_id, media_id, mime_type, state, first_at,"
                        + " next_at, size_bytes, stored_at)"
                        + " values (?, '900000000000301', 'm', ?, 'STORED', now(), now(), ?, now())"
                        + " on conflict do nothing",
                id,
                type,
                content.length());
    }
}
