package dev.coexistence.conversation.login;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.stereotype.Component;

/** Meter of log-ins, by outcome. */
@Component
@ClosedMode
class LoginMeters {
    private final Counter.MeterProvider<Counter> logins;

    LoginMeters(MeterRegistry meters) {
        logins =
                Counter.builder("whatsapp.conversation.logins")
                        .description("Log-ins at the page, by outcome")
                        .withRegistry(meters);
        List.of("accepted", "refused", "away", "unknown")
                .forEach(word -> logins.withTag("outcome", word));
    }

    void count(LoginOutcome outcome) {
        logins.withTag("outcome", outcome.word()).increment();
    }
}
