package dev.coexistence.watching;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * Takes the spans that services export by OTLP over HTTP. Reads of the protocol what is asked here:
 * a span's trace, name and the text of its attributes.
 */
final class SpanReceiver implements AutoCloseable {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int FOUR_BYTES = 5;

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /**
     * A step of a trace.
     *
     * @param attributes as they stand in the message, names and values
     */
    record Span(String traceId, String name, String attributes) {}

    private SpanReceiver(HttpServer server) {
        this.server = server;
    }

    static SpanReceiver start() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var receiver = new SpanReceiver(HttpServer.create(address, 0));
            receiver.server.createContext(
                    "/v1/traces",
                    exchange -> {
                        try (exchange) {
                            receiver.read(exchange.getRequestBody().readAllBytes());
                            exchange.sendResponseHeaders(200, -1);
                        }
                    });
            receiver.server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing can listen on loopback", e);
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    List<Span> of(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    private void read(byte[] request) {
        inside(request, 1, resource -> inside(resource, 2, scope -> inside(scope, 2, this::keep)));
    }

    private void keep(byte[] span) {
        String[] found = {"", ""};
        var attributes = new StringBuilder();
        fields(
                span,
                (number, value) -> {
                    switch (number) {
                        case 1 -> found[0] = HexFormat.of().formatHex(value);
                        case 5 -> found[1] = text(value);
                        case 9 -> attributes.append(text(value)).append('\n');
                        default -> {}
                    }
                });
        spans.add(new Span(found[0], found[1], attributes.toString()));
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** The messages of one field. */
    private static void inside(byte[] message, int field, java.util.function.Consumer<byte[]> to) {
        fields(
                message,
                (number, value) -> {
                    if (number == field) {
                        to.accept(value);
                    }
                });
    }

    /** Every length-delimited field with its number. */
    private static void fields(byte[] message, BiConsumer<Integer, byte[]> to) {
        var rest = ByteBuffer.wrap(message);
        while (rest.hasRemaining()) {
            long tag = varint(rest);
            switch ((int) tag & 7) {
                case VARINT -> varint(rest);
                case EIGHT_BYTES -> rest.position(rest.position() + Long.BYTES);
                case FOUR_BYTES -> rest.position(rest.position() + Integer.BYTES);
                default -> {
                    byte[] value = new byte[(int) varint(rest)];
                    rest.get(value);
                    to.accept((int) (tag >>> 3), value);
                }
            }
        }
    }

    private static long varint(ByteBuffer rest) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = rest.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
