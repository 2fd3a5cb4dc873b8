package dev.coexistence.simulator.media;

import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.GraphError;
import dev.coexistence.simulator.wire.HttpAnswer;
import dev.coexistence.simulator.wire.HttpCall;
import dev.coexistence.simulator.wire.MetaJson;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Upload, look-up and download of files. */
public final class MediaEndpoint {
    private static final String DOWNLOADS = "simulator-media";

    private final MediaStore media;
    private final Supplier<URI> base;

    /**
     * @param origin a number that differs from one start to the next
     * @param base where the links point to
     */
    public MediaEndpoint(InstantSource clock, long origin, Supplier<URI> base) {
        this.media = new MediaStore(clock, origin);
        this.base = base;
    }

    /** Tells whether a path is a download link's. */
    public static boolean isDownload(HttpCall call) {
        return call.part(0).equals(DOWNLOADS);
    }

    public HttpAnswer upload(String wabaId, HttpCall call) throws BadRequest {
        var request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.POST,
                        "/media",
                        Unpooled.wrappedBuffer(call.body()));
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, call.contentType());
        if (!HttpPostRequestDecoder.isMultipart(request)) {
            throw new BadRequest("The parameter file is required.");
        }
        var decoder = new HttpPostRequestDecoder(new DefaultHttpDataFactory(false), request);
        try {
            for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
                if (part instanceof FileUpload file && part.getName().equals("file")) {
                    MediaStore.Item item =
                            media.add(
                                    wabaId,
                                    file.getContentType(),
                                    file.get(),
                                    MediaStore.UPLOADED_LIFE);
                    return HttpAnswer.json(MetaJson.object().put("id", item.id()));
                }
            }
            throw new BadRequest("The parameter file is required.");
        } catch (IOException e) {
            throw new BadRequest("The file could not be read.");
        } finally {
            decoder.destroy();
        }
    }

    /** The answer of a media id's node; null when there is none. */
    public @Nullable HttpAnswer item(String id, @Nullable String waba, HttpCall call) {
        MediaStore.Item item = media.fresh(id);
        if (item == null || (waba != null && !waba.equals(item.wabaId()))) {
            return null;
        }
        if (call.is("DELETE")) {
            media.remove(id);
            return HttpAnswer.success();
        }
        return HttpAnswer.json(
                MetaJson.object()
                        .put("url", url(item))
                        .put("mime_type", item.mimeType())
                        .put("sha256", item.sha256())
                        .put("file_size", item.bytes().length)
                        .put("id", item.id())
                        .put("messaging_product", "whatsapp"));
    }

    /** A file that came with a message: its id dies sooner, and the link is in the webhook. */
    public ObjectNode content(String wabaId, String type, String mimeType, byte[] bytes) {
        MediaStore.Item item = media.add(wabaId, mimeType, bytes, MediaStore.RECEIVED_LIFE);
        ObjectNode content = MetaJson.object().put("type", type);
        ObjectNode file = content.putObject(type);
        file.put("id", item.id());
        file.put("mime_type", mimeType);
        file.put(
                "sha256",
                Base64.getEncoder().encodeToString(HexFormat.of().parseHex(item.sha256())));
        file.put("url", url(item));
        return content;
    }

    private String url(MediaStore.Item item) {
        return base.get() + "/" + DOWNLOADS + "/" + item.id();
    }

    /** The bytes behind a link. */
    public HttpAnswer download(HttpCall call, @Nullable String waba, boolean checkToken) {
        MediaStore.Item item = media.download(call.part(1));
        if (item == null) {
            return HttpAnswer.json(404, MetaJson.object());
        }
        if (checkToken && !item.wabaId().equals(waba)) {
            return GraphError.of(190).answer();
        }
        return new HttpAnswer.Body(200, item.mimeType(), item.bytes());
    }
}
