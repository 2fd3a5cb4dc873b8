package dev.coexistence.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TracesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String GIVEN = "00-" + TRACE + "-b7ad6b7169203331-01";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Traces traces = new Traces(observations());

    @Test
    void aStepContinuesTheTraceItsWorkCarries() {
        var step = traces.begin("post", GIVEN);
        step.end();

        assertThat(step.traceparent()).startsWith("00-" + TRACE + "-").endsWith("-01");
        assertThat(step.traceparent()).isNotEqualTo(GIVEN);
        assertThat(meters.get("whatsapp.step").tag("step", "post").timer().count()).isEqualTo(1);
    }

    @Test
    void aStepOfWorkWithoutATraceBeginsOne() {
        String first = traces.begin("command", null).traceparent();
        String second = traces.begin("command", null).traceparent();

        assertThat(Traces.valid(first)).isPresent();
        assertThat(Traces.valid(second)).isPresent();
        assertThat(traceOf(first)).isNotEqualTo(traceOf(second));
    }

    @Test
    void theDecisionNotToSampleIsKept() {
        String unsampled = "00-" + TRACE + "-b7ad6b7169203331-00";

        var step = traces.begin("post", unsampled).note("command", "c1");
        step.end();

        assertThat(step.traceparent()).isEqualTo(unsampled);
        assertThat(meters.find("whatsapp.step").timer()).isNull();
    }

    @Test
    void handsOnWhatCameWhereNothingTraces() {
        assertThat(Traces.none().begin("post", GIVEN).traceparent()).isEqualTo(GIVEN);
        assertThat(Traces.none().begin("post", null).traceparent()).isNull();
    }

    @Test
    void travelsInTheHeaderOfARecord() {
        Headers headers = new RecordHeaders(Traces.headers(GIVEN));

        assertThat(Traces.of(headers)).contains(GIVEN);
        assertThat(Traces.of(new RecordHeaders(Traces.headers(null)))).isEmpty();
    }

    @Test
    void aHeaderThatIsNoneIsPassedOver() {
        Headers headers = new RecordHeaders();
        headers.add(Traces.HEADER, "not a trace".getBytes(StandardCharsets.US_ASCII));

        assertThat(Traces.of(headers)).isEmpty();
        assertThat(Traces.valid("00-" + "0".repeat(32) + "-b7ad6b7169203331-01")).isEmpty();
    }

    private static String traceOf(@org.jspecify.annotations.Nullable String traceparent) {
        return Objects.requireNonNull(traceparent).substring(3, 35);
    }

    private ObservationRegistry observations() {
        var otel = SdkTracerProvider.builder().build().get("test");
        var tracer = new OtelTracer(otel, new OtelCurrentTraceContext(), _ -> {});
        var propagator =
                new OtelPropagator(
                        ContextPropagators.create(W3CTraceContextPropagator.getInstance()), otel);
        var registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(new DefaultMeterObservationHandler(meters))
                .observationHandler(
                        new PropagatingReceiverTracingObservationHandler<>(tracer, propagator));
        return registry;
    }
}
