package dev.coexistence.connection.watch;

import org.springframework.stereotype.Component;
import dev.coexistence.connection.hold.Hold;
import dev.coexistence.connection.hold.Holds;
import dev.coexistence.connection.lifecycle.Change;
import dev.coexistence.connection.record.Connections;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Numbers of which Meta takes nothing: keeps what the dispatcher tells, and tests their links until
 * one passes. Idempotent by the version of a number's hold.
 */
@Component
public class HeldNumbers {
    private final Holds holds;
    private final Connections connections;
    private final LinkTests tests;
    private final InstantSource time;

    public HeldNumbers(Holds holds, Connections connections, LinkTests tests, InstantSource time) {
        this.holds = holds;
        this.connections = connections;
        this.tests = tests;
        this.time = time;
    }

    /** The dispatcher tells how a number's hold stands. */
    public void told(Hold hold) {
        connections.together(() -> {
            boolean changes = holds.of(hold.phoneNumberId()).isPresent() == hold.released();
            boolean newer = holds.keep(hold, time.instant());
            if (newer && changes) {
                connections
                        .current(hold.phoneNumberId())
                        .ifPresent(connection ->
                                connections.change(
                                        connection.id(),
                                        row ->
                                                Optional.of(
                                                        new Change(
                                                                row,
                                                                hold.released()
                                                                        ? "RELEASED"
                                                                        : "HELD",
                                                                evidence(hold)))));
            }
            return newer;
        });
    }

    /** Called every second; tests what is due. */
    public void run() {
        Instant now = time.instant();
        for (String number : holds.due(now)) {
            holds.tested(number, now);
            connections.current(number).ifPresent(tests::testAndTell);
        }
    }

    private static String evidence(Hold hold) {
        return "Meta refused with "
                + hold.meta().code()
                + " ("
                + hold.reason().toLowerCase(Locale.ROOT).replace('_', ' ')
                + ")";
    }
}
