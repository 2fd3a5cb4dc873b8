package dev.coexistence.connection.record;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.policy.PolicyEdition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection as other services see it: what waits in the outbox. */
public record PublishedConnection(
        Key key,
        Standing standing,
        Appearance appearance,
        Rules rules,
        @Nullable LastActivity lastActivity) {

    public record Key(
            String phoneNumberId,
            String connectionId,
            long epoch,
            long version,
            Instant changedAt) {}

    public record Standing(
            String state,
            @Nullable String reason,
            @Nullable String initiatedBy,
            boolean presumedInactive,
            int warnedDays) {}

    public record Appearance(
            String phoneNumber, @Nullable String verifiedName, String wabaId, String country) {}

    public record Rules(
            ConnectionMode mode,
            int budgetPerSecond,
            String edition,
            List<String> disabledFeatures,
            byte @Nullable [] encryptedToken,
            @Nullable Instant linkProvenAt) {}

    /** The way to Meta, as the row keeps it. */
    record Link(byte @Nullable [] encryptedToken, @Nullable Instant provenAt) {}

    public record LastActivity(String kind, Instant at) {}

    static PublishedConnection of(
            Connection connection, PolicyEdition edition, Link link, long version, Instant at) {
        var facts = connection.facts();
        var columns = StateColumns.of(connection.state());
        var activity = connection.activity();
        var last = activity.last();
        boolean coexists = connection.mode() == ConnectionMode.COEXISTENCE;
        return new PublishedConnection(
                new Key(
                        facts.phoneNumberId(),
                        connection.id().toString(),
                        facts.epoch(),
                        version,
                        at),
                new Standing(
                        columns.state(),
                        columns.reason(),
                        columns.initiatedBy(),
                        coexists
                                && connection.state() instanceof ConnectionState.Connected
                                && activity.presumedInactive(edition.activity()),
                        activity.warnedDays()),
                new Appearance(
                        connection.signUp().number().e164(),
                        facts.profile().verified(),
                        facts.wabaId(),
                        connection.signUp().number().country()),
                new Rules(
                        connection.mode(),
                        connection.budgetPerSecond(),
                        edition.edition(),
                        coexists ? edition.disabledFeatureNames() : List.of(),
                        link.encryptedToken(),
                        link.provenAt()),
                last == null ? null : new LastActivity(last.kind().name(), last.at()));
    }
}
