package dev.coexistence.connection;

import dev.coexistence.connection.ConnectionState.Connected;
import dev.coexistence.connection.ConnectionState.Disconnected;
import dev.coexistence.connection.ConnectionState.Disconnecting;
import dev.coexistence.connection.ConnectionState.Expired;
import dev.coexistence.connection.ConnectionState.Failed;
import dev.coexistence.connection.ConnectionState.Failure;
import dev.coexistence.connection.ConnectionState.Onboarding;
import dev.coexistence.connection.ConnectionState.Party;
import dev.coexistence.connection.ConnectionState.Pending;
import dev.coexistence.connection.ConnectionState.Suspended;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A state flattened for the table, the topic and the API; and back. */
record StateColumns(
        String state,
        Instant since,
        @Nullable String step,
        @Nullable String reason,
        @Nullable String initiatedBy,
        int metaCode,
        @Nullable String nextAction) {

    static StateColumns of(ConnectionState state) {
        return switch (state) {
            case Pending s -> plain("PENDING", s.since());
            case Expired s -> plain("EXPIRED", s.since());
            case Onboarding s ->
                    new StateColumns("ONBOARDING", s.since(), s.step().name(), null, null, 0, null);
            case Failed s ->
                    new StateColumns(
                            "FAILED",
                            s.since(),
                            s.step().name(),
                            s.failure().reason(),
                            null,
                            s.failure().metaCode(),
                            s.failure().nextAction());
            case Connected s -> plain("CONNECTED", s.since());
            case Suspended s ->
                    new StateColumns("SUSPENDED", s.since(), null, s.reason(), null, 0, null);
            case Disconnecting s ->
                    new StateColumns(
                            "DISCONNECTING", s.since(), null, null, s.by().name(), 0, null);
            case Disconnected s ->
                    new StateColumns(
                            "DISCONNECTED", s.since(), null, s.reason(), s.initiatedBy(), 0, null);
        };
    }

    ConnectionState toState() {
        return switch (state) {
            case "PENDING" -> new Pending(since);
            case "EXPIRED" -> new Expired(since);
            case "ONBOARDING" -> new Onboarding(stepOf(), since);
            case "FAILED" ->
                    new Failed(
                            stepOf(),
                            new Failure(
                                    metaCode, String.valueOf(reason), String.valueOf(nextAction)),
                            since);
            case "CONNECTED" -> new Connected(since);
            case "SUSPENDED" -> new Suspended(String.valueOf(reason), since);
            case "DISCONNECTING" ->
                    new Disconnecting(Party.valueOf(String.valueOf(initiatedBy)), since);
            case "DISCONNECTED" -> new Disconnected(reason, initiatedBy, since);
            default -> throw new IllegalStateException("No state is named " + state);
        };
    }

    private OnboardingStep stepOf() {
        return OnboardingStep.valueOf(String.valueOf(step));
    }

    private static StateColumns plain(String state, Instant since) {
        return new StateColumns(state, since, null, null, null, 0, null);
    }
}
