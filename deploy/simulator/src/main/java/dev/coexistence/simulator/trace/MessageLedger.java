package dev.coexistence.simulator.trace;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Gives out message ids and remembers the last accepted messages. */
public final class MessageLedger {
    private static final int REMEMBERED = 20_000;
    private static final int BODIES = 500;

    private final String origin;
    private final AtomicLong next = new AtomicLong();
    private final Map<String, SentMessage> sent = boundedMap(REMEMBERED);
    private final Map<String, JsonNode> bodies = boundedMap(BODIES);

    /** Takes a number that differs from one start to the next. */
    public MessageLedger(long origin) {
        this.origin = Long.toString(origin, 36).toUpperCase(Locale.ROOT);
    }

    public String wamid() {
        String id = "HBgL" + origin + "FQIAERgS" + Long.toString(next.incrementAndGet(), 36);
        return "wamid." + Base64.getEncoder().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    public synchronized void add(SentMessage message, JsonNode body) {
        sent.put(message.wamid(), message);
        bodies.put(message.wamid(), body);
    }

    public synchronized @Nullable SentMessage get(String wamid) {
        return sent.get(wamid);
    }

    public synchronized @Nullable JsonNode body(String wamid) {
        return bodies.get(wamid);
    }

    private static <V> Map<String, V> boundedMap(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }
}
