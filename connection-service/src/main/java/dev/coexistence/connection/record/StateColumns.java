package dev.coexistence.connection.record;

import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnected;
import dev.coexistence.connection.lifecycle.ConnectionState.Disconnecting;
import dev.coexistence.connection.lifecycle.ConnectionState.Expired;
import dev.coexistence.connection.lifecycle.ConnectionState.Failed;
import dev.coexistence.connection.lifecycle.ConnectionState.Failure;
import dev.coexistence.connection.lifecycle.ConnectionState.Onboarding;
import dev.coexistence.connection.lifecycle.ConnectionState.Party;
import dev.coexistence.connection.lifecycle.ConnectionState.Pending;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A state flattened for the table, the topic and the API; and back. */
public record StateColumns(
        String state,
        Instant since,
        @Nullable String step,
        @Nullable String reason,
        @Nullable String initiatedBy,
        int metaCode,
        @Nullable String nextAction) {

    public static StateColumns of(ConnectionState state) {
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
