package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.metrics.EndMeters;
import dev.coexistence.connection.record.TokenLives;
import dev.coexistence.connection.watch.TokenWatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ends of tokens, as Meta tells them and as metrics show them. */
class TokenWatchIT extends LinkScenario {
    private static final int ALL = 100;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EndMeters ends = new EndMeters(meters);
    private TokenLives lives;
    private TokenWatch watch;

    @BeforeEach
    void forgetOthers() {
        parts.jdbc.sql("update connection set state = 'DISCONNECTED'").update();
        lives = new TokenLives(parts.jdbc);
        watch = new TokenWatch(parts.connections, parts.secrets, lives, Parts.graph(meta), TIME);
    }

    @Test
    void aTokenOfASystemUserDoesNotEnd() {
        connected();
        assertThat(tokens("unknown")).isEqualTo(1);

        watch.run();

        assertThat(tokens("never")).isEqualTo(1);
        assertThat(tokens("unknown")).isZero();
        assertThat(meters.find("whatsapp.connection.token.ends.in").gauge()).isNull();
    }

    @Test
    void metaIsAskedOnceADay() {
        Connection connection = connected();
        watch.run();
        lives.keep(connection.id(), TIME.instant(), TIME.instant());

        watch.run();
        assertThat(tokens("within_week")).isEqualTo(1);

        later(Duration.ofHours(25));
        watch.run();
        assertThat(tokens("never")).isEqualTo(1);
    }

    @Test
    void whileMetaDoesNotAnswerTheQuestionStaysOpen() {
        connected();
        var away =
                new TokenWatch(
                        parts.connections,
                        parts.secrets,
                        lives,
                        Parts.graph(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(2)),
                        TIME);

        away.run();

        assertThat(tokens("unknown")).isEqualTo(1);
    }

    @Test
    void tokensThatEndAreShownSoonestFirst() {
        var now = TIME.instant().truncatedTo(ChronoUnit.SECONDS);
        Connection soon = connected();
        Connection late = connected();
        lives.keep(late.id(), now.plus(Duration.ofDays(50)), now);
        lives.keep(soon.id(), now.plus(Duration.ofDays(3)), now);

        ends.showTokens(lives, 1, now);

        assertThat(
                        meters.get("whatsapp.connection.token.ends.in")
                                .tag("phone_number_id", soon.facts().phoneNumberId())
                                .gauge()
                                .value())
                .isEqualTo(3 * 86_400);
        assertThat(meters.get("whatsapp.connection.token.ends.in").gauges()).hasSize(1);
        assertThat(tokens("within_week")).isEqualTo(1);
        assertThat(tokens("later")).isEqualTo(1);
    }

    private double tokens(String end) {
        ends.showTokens(lives, ALL, TIME.instant());
        return meters.get("whatsapp.connection.tokens").tag("end", end).gauge().value();
    }
}
