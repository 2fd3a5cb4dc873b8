package dev.coexistence.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.netty.http.server.HttpServer;

/** Over real TLS, with certificates made for this test. */
class ClientCertificatesTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir Path folder;

    @Test
    void acceptsOnlyTheAgreedNameOverMutualTls() throws Exception {
        KeyStore meta = keyStore("meta", "CN=client.webhooks.example", "DNS:other.example");
        KeyStore stranger = keyStore("stranger", "CN=stranger.example", "DNS:stranger.example");
        KeyStore server = keyStore("server", "CN=localhost", "IP:127.0.0.1");
        var certificates = new ClientCertificates("client.webhooks.example");
        var byAlternativeName = new ClientCertificates("OTHER.example");
        var handler =
                RouterFunctions.toHttpHandler(
                        route().GET(
                                        "/",
                                        request -> {
                                            var ssl = request.exchange().getRequest().getSslInfo();
                                            return ServerResponse.ok()
                                                    .bodyValue(
                                                            certificates.accept(ssl)
                                                                    + " "
                                                                    + byAlternativeName.accept(
                                                                            ssl));
                                        })
                                .build());
        var running =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .secure(ssl -> ssl.sslContext(serverContext(server, meta, stranger)))
                        .handle(new ReactorHttpHandlerAdapter(handler))
                        .bindNow();
        try {
            var uri = URI.create("https://127.0.0.1:" + running.port() + "/");

            assertThat(get(uri, clientContext(meta, server))).isEqualTo("true true");
            assertThat(get(uri, clientContext(stranger, server))).isEqualTo("false false");
        } finally {
            running.disposeNow();
        }
    }

    @Test
    void asksForNothingWhereNoNameIsSetAndRefusesWhereNoneIsShown() {
        assertThat(new ClientCertificates(" ").accept(null)).isTrue();
        assertThat(new ClientCertificates("client.webhooks.example").accept(null)).isFalse();
    }

    private static String get(URI uri, SSLContext context) throws Exception {
        try (var http = HttpClient.newBuilder().sslContext(context).build()) {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    private KeyStore keyStore(String name, String subject, String alternative) throws Exception {
        Path file = folder.resolve(name + ".p12");
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair"));
        command.addAll(List.of("-alias", name, "-keyalg", "EC", "-dname", subject));
        command.addAll(List.of("-ext", "SAN=" + alternative, "-validity", "2"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString()));
        command.addAll(List.of("-storepass", new String(PASSWORD)));
        var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static SslContext serverContext(KeyStore own, KeyStore... trusted) {
        try {
            return SslContextBuilder.forServer(keys(own))
                    .trustManager(trust(trusted))
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext clientContext(KeyStore own, KeyStore server) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(keys(own).getKeyManagers(), trust(server).getTrustManagers(), null);
        return context;
    }

    private static KeyManagerFactory keys(KeyStore own) throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        return keys;
    }

    private static TrustManagerFactory trust(KeyStore... others) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        for (KeyStore other : others) {
            String alias = other.aliases().nextElement();
            anchors.setCertificateEntry(alias, other.getCertificate(alias));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        return trust;
    }
}
