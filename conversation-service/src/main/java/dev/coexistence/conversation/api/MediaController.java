package dev.coexistence.conversation.api;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.media.MediaLibrary;
import dev.coexistence.conversation.page.ContentPolicy;
import dev.coexistence.conversation.reading.NotFound;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

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

    /** Types that a browser would run, or that a page of ours could be made to load. */
    private static final Pattern ACTIVE =
            Pattern.compile(
                    "text/(html|css|xml|xsl|.*script)|application/(.*script|xml|wasm|.*\\+xml)"
                            + "|image/svg\\+xml|.*/.*\\+xml");

    private final MediaLibrary library;

    MediaController(MediaLibrary library) {
        this.library = library;
    }

    @GetMapping("/v1/media/{messageId}")
    ResponseEntity<Resource> media(
            Caller caller, @PathVariable long messageId, ServerWebExchange exchange) {
        var piece =
                library.find(caller, messageId)
                        .orElseThrow(
                                () -> new NotFound("media of message", String.valueOf(messageId)));
        MediaType type = plain(piece.mimeType());
        boolean shown = SHOWN.contains(type.toString());
        String name = piece.fileName() == null ? "media-" + messageId : piece.fileName();
        ContentPolicy.sandbox(exchange);
        return ResponseEntity.ok()
                .contentType(type)
                .contentLength(piece.size())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        (shown ? ContentDisposition.inline() : ContentDisposition.attachment())
                                .filename(name, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=86400")
                .body(new InputStreamResource(piece.bytes()));
    }

    /** As the sender has it, without parameters; one that would run here says nothing. */
    private static MediaType plain(String text) {
        try {
            MediaType type = MediaType.parseMediaType(text);
            String plain = (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
            return type.isConcrete() && !ACTIVE.matcher(plain).matches()
                    ? MediaType.parseMediaType(plain)
                    : MediaType.APPLICATION_OCTET_STREAM;
        } catch (InvalidMediaTypeException _) {
            return MediaType.APPLICATION_OCTET_STREAM;
        }
    }
}
