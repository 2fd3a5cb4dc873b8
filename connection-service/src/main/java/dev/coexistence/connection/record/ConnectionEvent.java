package dev.coexistence.connection.record;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.policy.PolicyEdition;
import dev.coexistence.schemas.events.ConnectionStatus;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection as other services see it: the event of {@code whatsapp.connections}. */
final class ConnectionEvent {
    private ConnectionEvent() {}

    /** The way to Meta, as the row keeps it. */
    record Link(byte @Nullable [] encryptedToken, @Nullable Instant provenAt) {}

    static dev.coexistence.schemas.events.Connection toEvent(
            Connection connection, PolicyEdition edition, Link link, long version, Instant at) {
        var facts = connection.facts();
        var columns = StateColumns.of(connection.state());
        var number = connection.signUp().number();
        var activity = connection.activity();
        var last = activity.last();
        byte[] token = link.encryptedToken();
        boolean coexists = connection.mode() == ConnectionMode.COEXISTENCE;
        return dev.coexistence.schemas.events.Connection.newBuilder()
                .setPhoneNumberId(facts.phoneNumberId())
                .setConnectionId(connection.id().toString())
                .setEpoch(facts.epoch())
                .setVersion(version)
                .setState(ConnectionStatus.valueOf(columns.state()))
                .setMode(
                        dev.coexistence.schemas.events.ConnectionMode.valueOf(
                                connection.mode().name()))
                .setBudgetPerSecond(connection.budgetPerSecond())
                .setPresumedInactive(
                        coexists
                                && connection.state() instanceof Connected
                                && activity.isPresumedInactive(edition.activity()))
                .setInactivityWarningDays(activity.warnedDays())
                .setDisplayPhoneNumber(number.e164())
                .setVerifiedName(facts.profile().verified())
                .setWabaId(facts.wabaId())
                .setCountry(number.country())
                .setPolicyEdition(edition.edition())
                .setDisabledFeatures(coexists ? edition.disabledFeatureNames() : List.of())
                .setEncryptedToken(token == null ? null : ByteBuffer.wrap(token))
                .setLinkProvenAt(link.provenAt())
                .setReason(columns.reason())
                .setInitiatedBy(columns.initiatedBy())
                .setLastActivityAt(last == null ? null : last.at())
                .setLastActivityKind(last == null ? null : last.kind().name())
                .setChangedAt(at)
                .setTenant(connection.tenant())
                .build();
    }
}
