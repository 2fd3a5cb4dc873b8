package dev.coexistence.kafka;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * One trace across topics, tables and days. What belongs to a piece of work carries the work's
 * {@code traceparent}, as W3C Trace Context writes it, in a record's header or a column; a step of
 * the work continues from there. Where nothing traces, the value is handed on as it came.
 *
 * <p>Each step is an observation {@code whatsapp.step} with tag {@code step}: a span and a timer. A
 * step of a trace that is not sampled is neither, so that it costs nothing. Thread-safe.
 */
public final class Traces {
    /** Name of the header, of a record as of a request. */
    public static final String HEADER = "traceparent";

    private static final String NOT_SAMPLED = "-00";

    private static final Pattern VALID =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private final ObservationRegistry observations;

    public Traces(ObservationRegistry observations) {
        this.observations = observations;
    }

    /** For where nothing is traced. */
    public static Traces none() {
        return new Traces(ObservationRegistry.NOOP);
    }

    /** A step under way. Ended once, on any thread. */
    public static final class Step {
        private final Observation observation;
        private final @Nullable String traceparent;

        private Step(Observation observation, @Nullable String traceparent) {
            this.observation = observation;
            this.traceparent = traceparent;
        }

        /** Trace context for the work that follows from this step; null where nothing traces. */
        public @Nullable String traceparent() {
            return traceparent;
        }

        /** Notes something on the span, such as an id; never content, never a phone number. */
        public Step note(String key, String value) {
            observation.highCardinalityKeyValue(KeyValue.of(key, value));
            return this;
        }

        public void end() {
            observation.stop();
        }
    }

    /**
     * Begins a step.
     *
     * @param name one of a few words
     * @param traceparent of the work it belongs to; null begins a trace of its own
     */
    public Step begin(String name, @Nullable String traceparent) {
        if (traceparent != null && traceparent.endsWith(NOT_SAMPLED)) {
            return new Step(Observation.NOOP, traceparent);
        }
        var context = new ReceiverContext<Map<String, String>>(Map::get, Kind.CONSUMER);
        context.setCarrier(traceparent == null ? Map.of() : Map.of(HEADER, traceparent));
        var observation =
                Observation.createNotStarted("whatsapp.step", () -> context, observations)
                        .contextualName(name)
                        .lowCardinalityKeyValue("step", name)
                        .start();
        TracingContext tracing = context.get(TracingContext.class);
        return new Step(
                observation,
                tracing == null || tracing.getSpan() == null
                        ? traceparent
                        : format(tracing.getSpan().context()));
    }

    /** The header of a record; empty where there is none, or none that can be read. */
    public static Optional<String> of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return header == null || header.value() == null
                ? Optional.empty()
                : valid(new String(header.value(), StandardCharsets.US_ASCII));
    }

    /** The value, where it is one; a stranger's header may be anything. */
    public static Optional<String> valid(@Nullable String traceparent) {
        return Optional.ofNullable(traceparent).filter(text -> VALID.matcher(text).matches());
    }

    /** As headers of a record: one or none. */
    public static Header[] headers(@Nullable String traceparent) {
        return traceparent == null
                ? new Header[0]
                : new Header[] {
                    new RecordHeader(HEADER, traceparent.getBytes(StandardCharsets.US_ASCII))
                };
    }

    private static String format(TraceContext context) {
        boolean sampled = Boolean.TRUE.equals(context.sampled());
        return "00-" + context.traceId() + "-" + context.spanId() + (sampled ? "-01" : "-00");
    }
}
