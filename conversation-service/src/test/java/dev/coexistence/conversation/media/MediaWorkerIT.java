package dev.coexistence.conversation.media;

import static dev.coexistence.conversation.projection.Events.inboundOf;
import static dev.coexistence.conversation.projection.Events.phone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.coexistence.access.Caller;
import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Media of a simulated phone, fetched from the simulated Meta into a folder. */
class MediaWorkerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] PICTURE = "bytes of a picture".getBytes(StandardCharsets.UTF_8);
    private static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("media");

    private final Simulator meta = Simulator.start(SimulatorSettings.defaults());
    private final SimulatedNumber number =
            meta.addNumber(NumberSpec.coexistence("+1 555 010 0001"));
    private final TokenCipher cipher = TokenCipher.of(TokenCipher.newKeyset());
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final InstantSource time = () -> InstantSource.system().instant().plus(ahead.get());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ChangeFeed feed = new ChangeFeed(DATABASE.jdbc());
    private final MediaQueue queue =
            new MediaQueue(DATABASE.jdbc(), DATABASE.access(), cipher, time);
    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void forget() {
        DATABASE.clear();
    }

    @AfterEach
    void stop() {
        meta.close();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void fetchesAPictureAndServesItAfterMetasLinkDied() throws Exception {
        receive("w1", sent());
        tellToken();

        var worker = worker();
        worker.start();
        await().atMost(PATIENCE).until(() -> "STORED".equals(state("w1")));
        worker.stop();
        meta.clock().advance(Duration.ofDays(8));

        var piece =
                new MediaLibrary(queue, new FolderStore(folder))
                        .find(Caller.open(), id("w1"))
                        .orElseThrow();
        try (var bytes = piece.bytes()) {
            assertThat(bytes).hasBinaryContent(PICTURE);
        }
        assertThat(piece.mimeType()).isEqualTo("image/jpeg");
        assertThat(piece.size()).isEqualTo(PICTURE.length);
        assertThat(attempts("stored")).isEqualTo(1);
    }

    @Test
    void showsAFailureAndTriesAgain() throws Exception {
        receive("w1", sent());

        var worker = worker();
        worker.start();
        await().atMost(PATIENCE).until(() -> "NO_TOKEN".equals(problem("w1")));
        assertThat(state("w1")).isEqualTo("WAITING");
        tellToken();
        ahead.set(Duration.ofSeconds(6));
        feed.wake();
        await().atMost(PATIENCE).until(() -> "STORED".equals(state("w1")));
        worker.stop();

        assertThat(problem("w1")).isEqualTo("");
        assertThat(attempts("retried")).isEqualTo(1);
    }

    @Test
    void saysThatMetaHasItNoMore() {
        receive("w1", "4040404");
        tellToken();

        var worker = worker();
        worker.start();
        await().atMost(PATIENCE).until(() -> "GONE".equals(state("w1")));
        worker.stop();

        assertThat(problem("w1")).isEqualTo("GONE_AT_META");
        assertThat(attempts("lost")).isEqualTo(1);
    }

    @Test
    void givesUpWhenTheIdIsDead() {
        receive("w1", "4040404");

        var worker = worker();
        worker.start();
        await().atMost(PATIENCE).until(() -> "NO_TOKEN".equals(problem("w1")));
        ahead.set(Duration.ofDays(8));
        feed.wake();
        await().atMost(PATIENCE).until(() -> "GONE".equals(state("w1")));
        worker.stop();

        assertThat(problem("w1")).isEqualTo("NO_TOKEN");
    }

    /** A customer sends a picture; its id as the webhook names it. */
    private String sent() throws IOException, InterruptedException {
        var bodies = new LinkedBlockingQueue<byte[]>();
        var gateway = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        gateway.createContext(
                "/",
                exchange -> {
                    bodies.add(exchange.getRequestBody().readAllBytes());
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        gateway.start();
        meta.deliverTo(URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + "/"));
        meta.phone(number).customerSendsFile("15550100999", "image", "image/jpeg", PICTURE);
        byte[] body = bodies.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        gateway.stop(0);
        assertThat(body).isNotNull();
        JsonNode told = JsonMapper.builder().build().readTree(body);
        return told.at("/entry/0/changes/0/value/messages/0/image/id").asString("");
    }

    private void receive(String wamid, String mediaId) {
        DATABASE.project(
                List.of(
                        inboundOf(number.phoneNumberId(), wamid, phone("15550100999"), "image", 1)
                                .setMediaId(mediaId)
                                .setMimeType("image/jpeg")
                                .build()));
        DATABASE.jdbc().update("update media set first_at = now(), next_at = now()");
    }

    private void tellToken() {
        DATABASE.jdbc()
                .update(
                        "update number set encrypted_token = ? where phone_number_id = ?",
                        cipher.encrypt(number.phoneNumberId(), meta.tokenOf(number)),
                        number.phoneNumberId());
    }

    private MediaWorker worker() {
        var settings =
                new MediaSettings(
                        true,
                        folder,
                        null,
                        DataSize.ofMegabytes(1),
                        2,
                        Duration.ofSeconds(5),
                        Duration.ofDays(7),
                        List.of("facebook.com"));
        return new MediaWorker(
                queue,
                new MetaMedia(new GraphSettings(meta.baseUri(), "v25.0"), settings, time),
                new FolderStore(folder),
                feed,
                settings,
                time,
                new ConversationMetrics(meters));
    }

    private double attempts(String outcome) {
        return meters.get("whatsapp.conversation.media.attempts")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private long id(String wamid) {
        return Long.parseLong(cell("m.id", wamid));
    }

    private String state(String wamid) {
        return cell("a.state", wamid);
    }

    private String problem(String wamid) {
        return cell("coalesce(a.problem, '')", wamid);
    }

    private static String cell(String what, String wamid) {
        return String.join(
                "",
                DATABASE.jdbc()
                        .queryForList(
                                "select "
                                        + what
                                        + "::text from media a join message m on m.id = a.message_id where m.wamid = ?",
                                String.class,
                                wamid));
    }
}
