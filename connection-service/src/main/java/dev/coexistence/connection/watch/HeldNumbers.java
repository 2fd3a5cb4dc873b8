package dev.coexistence.connection.watch;

import dev.coexistence.connection.hold.DispatchHold;
import dev.coexistence.connection.hold.DispatchHolds;
import dev.coexistence.connection.lifecycle.ConnectionChange;
import dev.coexistence.connection.record.Connections;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Numbers of which Meta takes nothing: keeps what the dispatcher tells, and tests their links until
 * one passes. Idempotent by the version of a number's hold.
 */
@Component
public class HeldNumbers {
    private final DispatchHolds holds;
    private final Connections connections;
    private final LinkTester tests;
    private final InstantSource time;

    public HeldNumbers(
            DispatchHolds holds, Connections connections, LinkTester tests, InstantSource time) {
        this.holds = holds;
        this.connections = connections;
        this.tests = tests;
        this.time = time;
    }

    /** The dispatcher tells how a number's hold stands. */
    public void handle(DispatchHold hold) {
        connections.inTransaction(() -> {
            boolean changes = holds.find(hold.phoneNumberId()).isPresent() == hold.isReleased();
            boolean newer = holds.keep(hold, time.instant());
            if (newer && changes) {
                connections
                        .findCurrent(hold.phoneNumberId())
                        .ifPresent(connection ->
                                connections.change(
                                        connection.id(),
                                        row ->
                                                Optional.of(
                                                        new ConnectionChange(
                                                                row,
                                                                hold.isReleased()
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
            holds.scheduleNextTest(number, now);
            connections.findCurrent(number).ifPresent(tests::testAndTell);
        }
    }

    private static String evidence(DispatchHold hold) {
        return "Meta refused with "
                + hold.meta().code()
                + " ("
                + hold.reason().toLowerCase(Locale.ROOT).replace('_', ' ')
                + ")";
    }
}
