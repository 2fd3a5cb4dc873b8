package dev.coexistence.connection.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.meta.MetaApi;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.connection.meta.TokenLife;
import dev.coexistence.graph.GraphAnswer;
import dev.coexistence.graph.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeasuredMetaTest {
    private static final Secret TOKEN = new Secret("token");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MetaApi meta = new MeasuredMeta(new LostAnswers(), meters);

    @Test
    void everyTimerIsThereFromTheStart() {
        assertThat(meters.get("whatsapp.connection.meta.calls").timers())
                .hasSize(10 * 4)
                .allMatch(timer -> timer.count() == 0);
    }

    @Test
    void callsToMetaAreTimedByTheirNameAndOutcome() {
        var answer = meta.deregister("9001", TOKEN);
        var _ = meta.exchange(new Secret("code"));
        var _ = meta.subscribe("8001", TOKEN);
        var _ = meta.findSubscription("8001", TOKEN);
        var _ = meta.inspect(TOKEN);
        var _ = meta.numbersOf("8001", TOKEN);
        var _ = meta.number("9001", TOKEN);
        var _ = meta.register("9001", new Secret("pin"), TOKEN);
        var _ = meta.requestSync("9001", MetaApi.Sync.CONTACTS, TOKEN);
        var _ = meta.requestSync("9001", MetaApi.Sync.HISTORY, TOKEN);

        assertThat(answer).isEqualTo(new GraphAnswer.Unclear<Boolean>("the answer was lost"));
        assertThat(
                        Stream.of(
                                "exchange_code",
                                "subscribe",
                                "subscribed",
                                "inspect",
                                "numbers",
                                "number",
                                "register",
                                "deregister",
                                "sync_contacts",
                                "sync_history"))
                .allSatisfy(call -> assertThat(unclear(call)).isEqualTo(1));
    }

    private long unclear(String call) {
        return meters.get("whatsapp.connection.meta.calls")
                .tags("call", call, "outcome", "unclear")
                .timer()
                .count();
    }

    private record LostAnswers() implements MetaApi {
        private static <T> GraphAnswer<T> lost() {
            return new GraphAnswer.Unclear<>("the answer was lost");
        }

        @Override
        public GraphAnswer<Secret> exchange(Secret code) {
            return lost();
        }

        @Override
        public GraphAnswer<Boolean> subscribe(String wabaId, Secret token) {
            return lost();
        }

        @Override
        public GraphAnswer<Boolean> findSubscription(String wabaId, Secret token) {
            return lost();
        }

        @Override
        public GraphAnswer<TokenLife> inspect(Secret token) {
            return lost();
        }

        @Override
        public GraphAnswer<List<PhoneNode>> numbersOf(String wabaId, Secret token) {
            return lost();
        }

        @Override
        public GraphAnswer<PhoneNode> number(String phoneNumberId, Secret token) {
            return lost();
        }

        @Override
        public GraphAnswer<Boolean> register(String phoneNumberId, Secret pin, Secret token) {
            return lost();
        }

        @Override
        public GraphAnswer<Boolean> deregister(String phoneNumberId, Secret token) {
            return lost();
        }

        @Override
        public GraphAnswer<String> requestSync(String phoneNumberId, Sync sync, Secret token) {
            return lost();
        }
    }
}
