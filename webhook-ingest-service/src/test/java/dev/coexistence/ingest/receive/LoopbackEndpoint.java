package dev.coexistence.ingest.receive;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.Signed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * The webhook's endpoint behind a real socket, in front of Kafka's client without a broker, and one
 * connection to it on which many requests are under way. For one thread.
 */
public final class LoopbackEndpoint implements AutoCloseable {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InFlightLimiter inFlight =
            new InFlightLimiter(new InFlightLimiter.Bounds(2_000, 64L << 20, 500));
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final DisposableServer server;
    private final Socket socket;
    private final InputStream answers;

    public LoopbackEndpoint() throws IOException {
        var watch = new BrokerWatch(() -> true);
        watch.probe();
        var receiver =
                new WebhookReceiver(
                        new ClientCertificates(null),
                        new SignatureVerifier(Map.of("only", Signed.SECRET)),
                        new InFlightRequests(
                                inFlight,
                                new ClientAddresses(List.of()),
                                new IngestMetrics(meters),
                                System::nanoTime),
                        new KafkaRawLog(producer, watch),
                        InstantSource.system());
        server =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .handle(new ReactorHttpHandlerAdapter(receiver::handle))
                        .bindNow();
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        answers = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    /** A request to the webhook. */
    public record Request(byte[] body, String signature) {}

    /** Sends all of them before it reads the first answer; the answers' status codes in order. */
    public List<Integer> post(List<Request> requests) throws IOException {
        var out = new ByteArrayOutputStream(256 * 1024);
        for (Request request : requests) {
            String head =
                    "POST /webhooks/whatsapp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + SignatureVerifier.HEADER
                            + ": "
                            + request.signature()
                            + "\r\nContent-Length: "
                            + request.body().length
                            + "\r\n\r\n";
            out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(request.body());
        }
        socket.getOutputStream().write(out.toByteArray());
        socket.getOutputStream().flush();
        var statuses = new ArrayList<Integer>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            statuses.add(answer());
        }
        return statuses;
    }

    /** Records that were appended since the last call, in order. */
    public List<ProducerRecord<String, byte[]>> appended() {
        var records = List.copyOf(producer.history());
        producer.clear();
        return records;
    }

    public double count(String outcome) {
        return meters.counter("whatsapp.ingest.webhooks", "outcome", outcome).count();
    }

    public boolean isIdle() {
        return inFlight.requests() == 0 && inFlight.bytes() == 0;
    }

    private int answer() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
            }
        }
        answers.skipNBytes(length);
        return status;
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        for (int c = answers.read(); c != '\n'; c = answers.read()) {
            if (c < 0) {
                throw new EOFException("The connection was closed instead of an answer");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        server.disposeNow();
    }
}
