package dev.coexistence.conversation.page;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import org.reactivestreams.Publisher;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Proxy that ends TLS in front of the page, as an ingress does: it hands requests on over plain
 * HTTP, with the name that was asked for, and says in headers how they came.
 */
final class TlsProxy implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final HttpClient onward = HttpClient.newConnection().followRedirect(false);
    private final DisposableServer server;
    private volatile String page = "";

    TlsProxy() {
        SslContext certificate = certificate();
        server =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .secure(spec -> spec.sslContext(certificate))
                        .handle(this::pass)
                        .bindNow();
    }

    /** Where browsers come. */
    String url() {
        return "https://localhost:" + server.port();
    }

    /** Where requests go on to. */
    void leadTo(String root) {
        page = root;
    }

    private Publisher<Void> pass(HttpServerRequest request, HttpServerResponse response) {
        return onward.headers(headers ->
                        headers.set(request.requestHeaders())
                                .set("X-Forwarded-Proto", "https")
                                .set("X-Forwarded-For", "192.0.2.9")
                                .set("X-Forwarded-Host", request.requestHeaders().get("Host")))
                .request(request.method())
                .uri(page + request.uri())
                .send(request.receive().retain())
                .response((answer, body) ->
                        response.status(answer.status())
                                .headers(answer.responseHeaders())
                                .send(body.retain(), _ -> true));
    }

    private static SslContext certificate() {
        try {
            Path folder = Files.createTempDirectory("tls");
            Path file = folder.resolve("localhost.p12");
            var keytool =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "keytool")
                                            .toString(),
                                    "-genkeypair",
                                    "-alias",
                                    "localhost",
                                    "-keyalg",
                                    "EC",
                                    "-dname",
                                    "CN=localhost",
                                    "-ext",
                                    "SAN=DNS:localhost",
                                    "-validity",
                                    "2",
                                    "-storetype",
                                    "PKCS12",
                                    "-keystore",
                                    file.toString(),
                                    "-storepass",
                                    new String(PASSWORD))
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            Files.delete(file);
            Files.delete(folder);
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            return SslContextBuilder.forServer(keys).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
