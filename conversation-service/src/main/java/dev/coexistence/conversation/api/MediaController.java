package dev.coexistence.conversation.api;

import dev.coexistence.conversation.media.MediaLibrary;
import dev.coexistence.conversation.reading.NotFound;
import java.util.Locale;
import java.util.Set;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Media of messages. What a stranger sent is shown in the browser only where it cannot run there;
 * everything else is a download.
 */
@RestController
class MediaController {
    private static final Set<String> SHOWN =
            Set.of(
                    "image/jpeg",
                    "image/png",
                    "image/webp",
                    "image/gif",
                    "audio/ogg",
                    "audio/mpeg",
                    "audio/mp4",
                    "audio/aac",
                    "audio/amr",
                    "video/mp4",
                    "video/3gpp");

    private final MediaLibrary library;

    MediaController(MediaLibrary library) {
        this.library = library;
    }

    @GetMapping("/v1/media/{messageId}")
    ResponseEntity<Resource> media(@PathVariable long messageId) {
        var piece =
                library.find(messageId)
                        .orElseThrow(
                                () -> new NotFound("media of message", String.valueOf(messageId)));
        String type = piece.mimeType().toLowerCase(Locale.ROOT);
        int parameters = type.indexOf(';');
        String plain = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        boolean shown = SHOWN.contains(plain);
        return ResponseEntity.ok()
                .contentType(
                        shown
                                ? MediaType.parseMediaType(plain)
                                : MediaType.APPLICATION_OCTET_STREAM)
                .contentLength(piece.size())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        (shown ? ContentDisposition.inline() : ContentDisposition.attachment())
                                .filename("media-" + messageId)
                                .build()
                                .toString())
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=86400")
                .body(new InputStreamResource(piece.bytes()));
    }
}
