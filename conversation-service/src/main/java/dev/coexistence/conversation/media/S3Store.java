package dev.coexistence.conversation.media;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Media in an S3-compatible store: three requests, signed with AWS Signature Version 4 over
 * everything but the payload, which TLS protects.
 */
final class S3Store implements MediaStore {
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final int NOT_FOUND = 404;
    private static final long BYTES_PER_SECOND = 1 << 20;

    private final MediaSettings.S3 settings;
    private final HttpClient http;
    private final Duration timeout;
    private final InstantSource time;

    S3Store(MediaSettings.S3 settings, Duration timeout, InstantSource time) {
        this.settings = settings;
        this.timeout = timeout;
        this.time = time;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    @Override
    public void keep(long message, Path file) throws IOException {
        // The whole body is under way before an answer begins: a megabyte has a second of its own.
        Duration upload = timeout.plusSeconds(Files.size(file) / BYTES_PER_SECOND);
        send("PUT", message, BodyPublishers.ofFile(file), upload).close();
    }

    @Override
    public Optional<InputStream> open(long message) throws IOException {
        try {
            return Optional.of(send("GET", message, BodyPublishers.noBody(), timeout));
        } catch (FileNotFoundException _) {
            return Optional.empty();
        }
    }

    @Override
    public void remove(long message) throws IOException {
        try {
            send("DELETE", message, BodyPublishers.noBody(), timeout).close();
        } catch (FileNotFoundException _) {
            return;
        }
    }

    private InputStream send(String method, long message, BodyPublisher body, Duration patience)
            throws IOException {
        String stamp = STAMP.format(time.instant());
        URI uri =
                URI.create(
                        settings.endpoint().toString().replaceAll("/$", "")
                                + "/"
                                + settings.bucket()
                                + "/media/"
                                + message);
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .method(method, body)
                        .timeout(patience)
                        .header("x-amz-date", stamp)
                        .header("x-amz-content-sha256", UNSIGNED)
                        .header("authorization", authorization(method, uri, stamp))
                        .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() / 100 == 2) {
                return response.body();
            }
            response.body().close();
            if (response.statusCode() == NOT_FOUND) {
                throw new FileNotFoundException("media " + message);
            }
            throw new IOException("The store answered " + response.statusCode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private String authorization(String method, URI uri, String stamp) {
        String day = stamp.substring(0, 8);
        String scope = day + "/" + settings.region() + "/s3/aws4_request";
        String signed = "host;x-amz-content-sha256;x-amz-date";
        String canonical =
                String.join(
                        "\n",
                        method,
                        uri.getRawPath(),
                        "",
                        "host:" + uri.getAuthority(),
                        "x-amz-content-sha256:" + UNSIGNED,
                        "x-amz-date:" + stamp,
                        "",
                        signed,
                        UNSIGNED);
        String toSign = String.join("\n", "AWS4-HMAC-SHA256", stamp, scope, sha256(canonical));
        byte[] key = ("AWS4" + settings.secretKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, settings.region(), "s3", "aws4_request"}) {
            key = hmac(key, part);
        }
        return "AWS4-HMAC-SHA256 Credential="
                + settings.accessKey()
                + "/"
                + scope
                + ", SignedHeaders="
                + signed
                + ", Signature="
                + HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HMAC-SHA256", e);
        }
    }
}
