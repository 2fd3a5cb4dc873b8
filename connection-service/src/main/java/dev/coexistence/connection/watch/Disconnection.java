package dev.coexistence.connection.watch;

import dev.coexistence.access.Caller;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionChange;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnecting;
import dev.coexistence.connection.lifecycle.ConnectionState.Live;
import dev.coexistence.connection.lifecycle.ConnectionState.Party;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import dev.coexistence.connection.meta.MetaApi;
import dev.coexistence.connection.onboarding.StepJournal;
import dev.coexistence.connection.record.CallerAct;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.EncryptedSecrets;
import dev.coexistence.connection.record.LinkCheckResults;
import dev.coexistence.graph.GraphAnswer;
import dev.coexistence.graph.GraphError;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Ends links on request. A fully migrated number is deregistered; a coexistence number only its
 * owner can disconnect, in the app, and Meta's event confirms it.
 */
@Component
public class Disconnection {
    private static final Duration REGISTER_WINDOW = Duration.ofHours(72);
    private static final int REGISTER_CALLS = 10;

    private final Connections connections;
    private final StepJournal steps;
    private final EncryptedSecrets secrets;
    private final LinkCheckResults checks;
    private final MetaApi meta;
    private final InstantSource time;

    public Disconnection(
            Connections connections,
            StepJournal steps,
            EncryptedSecrets secrets,
            LinkCheckResults checks,
            MetaApi meta,
            InstantSource time) {
        this.connections = connections;
        this.steps = steps;
        this.secrets = secrets;
        this.checks = checks;
        this.meta = meta;
        this.time = time;
    }

    public sealed interface Outcome {
        /** Over, or waiting for the owner. */
        record Taken(Connection connection) implements Outcome {}

        record NotLinked(Connection connection) implements Outcome {}

        record Refused(Connection connection, GraphError refusal) implements Outcome {}

        /** Asked for, but Meta has not confirmed; asking again is safe. */
        record Unconfirmed(Connection connection, String why) implements Outcome {}
    }

    /** Ends a link in the caller's name. */
    public Outcome disconnect(Connection connection, Caller caller) {
        String by = caller.name();
        Party party = connection.mode() == ConnectionMode.COEXISTENCE ? Party.OWNER : Party.SERVICE;
        var act = new CallerAct(caller, "connection.disconnect");
        var asked = connections.change(connection.id(), act, row -> request(row, party, by));
        Connection current = asked.or(() -> connections.find(connection.id())).orElse(connection);
        if (!(current.state() instanceof Disconnecting)) {
            return new Outcome.NotLinked(current);
        }
        return party == Party.OWNER ? new Outcome.Taken(current) : deregister(current, by);
    }

    private Optional<ConnectionChange> request(Connection row, Party party, String by) {
        var now = time.instant();
        Optional<Disconnecting> next =
                switch (row.state()) {
                    case Connected connected -> Optional.of(connected.disconnect(party, now));
                    case Suspended suspended -> Optional.of(suspended.disconnect(party, now));
                    default -> Optional.empty();
                };
        return next.map(state ->
                new ConnectionChange(row.withState(state), "DISCONNECT_REQUESTED", "by " + by));
    }

    private Outcome deregister(Connection connection, String by) {
        String number = connection.facts().phoneNumberId();
        var now = time.instant();
        if (steps.registerCallsSince(number, now.minus(REGISTER_WINDOW)) >= REGISTER_CALLS) {
            return new Outcome.Refused(
                    connection, GraphError.of(133016, "Ten registrations in 72 hours are used up"));
        }
        steps.addRegisterCall(number, now);
        return switch (meta.deregister(number, secrets.token(connection))) {
            case GraphAnswer.Done<Boolean> _ -> new Outcome.Taken(end(connection, by));
            case GraphAnswer.Refused<Boolean>(var refusal) ->
                    refusal.isGone()
                            ? new Outcome.Taken(end(connection, by))
                            : new Outcome.Refused(connection, refusal);
            case GraphAnswer.TryLater<Boolean>(String why) -> testSoon(connection, why);
            case GraphAnswer.Unclear<Boolean>(String why) -> testSoon(connection, why);
        };
    }

    /** A test finds out whether it was done. */
    private Outcome testSoon(Connection connection, String why) {
        checks.makeDue(connection.id());
        return new Outcome.Unconfirmed(connection, why);
    }

    private Connection end(Connection connection, String by) {
        return connections
                .change(
                        connection.id(),
                        row ->
                                row.state() instanceof Live live
                                        ? Optional.of(
                                                new ConnectionChange(
                                                        row.withState(
                                                                live.end(
                                                                        "DEREGISTERED",
                                                                        by,
                                                                        time.instant())),
                                                        "DISCONNECTED",
                                                        "Meta confirmed the deregistration"))
                                        : Optional.empty())
                .orElse(connection);
    }
}
