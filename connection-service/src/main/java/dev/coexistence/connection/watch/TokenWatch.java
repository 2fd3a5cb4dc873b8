package dev.coexistence.connection.watch;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.meta.MetaApi;
import dev.coexistence.connection.meta.TokenLife;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.EncryptedSecrets;
import dev.coexistence.connection.record.TokenLives;
import dev.coexistence.graph.GraphAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Asks Meta daily until when it takes the token of each live connection. Changes no state. */
@Component
public class TokenWatch {
    private static final Duration DAILY = Duration.ofDays(1);

    /** In one go; every connection is asked for once a day at most, whatever the answer. */
    private static final int AT_ONCE = 20;

    private final Connections connections;
    private final EncryptedSecrets secrets;
    private final TokenLives lives;
    private final MetaApi meta;
    private final InstantSource time;

    public TokenWatch(
            Connections connections,
            EncryptedSecrets secrets,
            TokenLives lives,
            MetaApi meta,
            InstantSource time) {
        this.connections = connections;
        this.secrets = secrets;
        this.lives = lives;
        this.meta = meta;
        this.time = time;
    }

    /**
     * Asks for those that are due. Where Meta does not answer, the rest waits for the next call.
     */
    public void run() {
        for (UUID id : lives.findDue(time.instant().minus(DAILY), AT_ONCE)) {
            Connection connection = connections.find(id).orElse(null);
            if (connection == null || !secrets.hasToken(connection)) {
                continue;
            }
            if (!ask(connection)) {
                return;
            }
        }
    }

    private boolean ask(Connection connection) {
        Instant now = time.instant();
        return switch (meta.inspect(secrets.token(connection))) {
            case GraphAnswer.Done<TokenLife>(TokenLife life) -> {
                lives.keep(connection.id(), life.valid() ? life.endsAt() : now, now);
                yield true;
            }
            case GraphAnswer.Refused<TokenLife> _ -> {
                lives.postpone(connection.id(), now);
                yield true;
            }
            case GraphAnswer.TryLater<TokenLife> _, GraphAnswer.Unclear<TokenLife> _ -> false;
        };
    }
}
