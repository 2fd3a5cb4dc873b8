package dev.coexistence.connection.metrics;

import dev.coexistence.connection.meta.MetaApi;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.connection.meta.TokenLife;
import dev.coexistence.graph.GraphAnswer;
import dev.coexistence.graph.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Meta with every call timed, in {@code whatsapp.connection.meta.calls{call,outcome}}: calls to
 * Meta = done + refused + try_later + unclear. Every timer is there from the start, at 0.
 */
public class MeasuredMeta implements MetaApi {
    private final MetaApi meta;
    private final MeterRegistry meters;

    /** A call to Meta. */
    private enum Call {
        EXCHANGE_CODE,
        SUBSCRIBE,
        SUBSCRIBED,
        INSPECT,
        NUMBERS,
        NUMBER,
        REGISTER,
        DEREGISTER,
        SYNC_CONTACTS,
        SYNC_HISTORY
    }

    private enum Outcome {
        DONE,
        REFUSED,
        TRY_LATER,
        UNCLEAR;

        static Outcome of(GraphAnswer<?> answer) {
            return switch (answer) {
                case GraphAnswer.Done<?> _ -> DONE;
                case GraphAnswer.Refused<?> _ -> REFUSED;
                case GraphAnswer.TryLater<?> _ -> TRY_LATER;
                case GraphAnswer.Unclear<?> _ -> UNCLEAR;
            };
        }
    }

    public MeasuredMeta(MetaApi meta, MeterRegistry meters) {
        this.meta = meta;
        this.meters = meters;
        for (Call call : Call.values()) {
            Arrays.stream(Outcome.values()).forEach(outcome -> calls(call, outcome));
        }
    }

    @Override
    public GraphAnswer<Secret> exchange(Secret code) {
        return time(Call.EXCHANGE_CODE, () -> meta.exchange(code));
    }

    @Override
    public GraphAnswer<Boolean> subscribe(String wabaId, Secret token) {
        return time(Call.SUBSCRIBE, () -> meta.subscribe(wabaId, token));
    }

    @Override
    public GraphAnswer<Boolean> findSubscription(String wabaId, Secret token) {
        return time(Call.SUBSCRIBED, () -> meta.findSubscription(wabaId, token));
    }

    @Override
    public GraphAnswer<TokenLife> inspect(Secret token) {
        return time(Call.INSPECT, () -> meta.inspect(token));
    }

    @Override
    public GraphAnswer<List<PhoneNode>> numbersOf(String wabaId, Secret token) {
        return time(Call.NUMBERS, () -> meta.numbersOf(wabaId, token));
    }

    @Override
    public GraphAnswer<PhoneNode> number(String phoneNumberId, Secret token) {
        return time(Call.NUMBER, () -> meta.number(phoneNumberId, token));
    }

    @Override
    public GraphAnswer<Boolean> register(String phoneNumberId, Secret pin, Secret token) {
        return time(Call.REGISTER, () -> meta.register(phoneNumberId, pin, token));
    }

    @Override
    public GraphAnswer<Boolean> deregister(String phoneNumberId, Secret token) {
        return time(Call.DEREGISTER, () -> meta.deregister(phoneNumberId, token));
    }

    @Override
    public GraphAnswer<String> requestSync(String phoneNumberId, Sync sync, Secret token) {
        var call =
                switch (sync) {
                    case CONTACTS -> Call.SYNC_CONTACTS;
                    case HISTORY -> Call.SYNC_HISTORY;
                };
        return time(call, () -> meta.requestSync(phoneNumberId, sync, token));
    }

    private <T> GraphAnswer<T> time(Call call, Supplier<GraphAnswer<T>> work) {
        var sample = Timer.start(meters);
        GraphAnswer<T> answer = work.get();
        sample.stop(calls(call, Outcome.of(answer)));
        return answer;
    }

    private Timer calls(Call call, Outcome outcome) {
        return meters.timer(
                "whatsapp.connection.meta.calls", "call", lower(call), "outcome", lower(outcome));
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
