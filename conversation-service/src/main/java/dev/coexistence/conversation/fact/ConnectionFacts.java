package dev.coexistence.conversation.fact;

import dev.coexistence.conversation.database.TextSanitizer;
import dev.coexistence.conversation.fact.Fact.ConnectionRecorded;
import dev.coexistence.conversation.fact.Fact.HoldRecorded;
import dev.coexistence.conversation.fact.Fact.NumberFace;
import dev.coexistence.conversation.fact.Fact.NumberHealth;
import dev.coexistence.conversation.hold.SendingHold;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.HoldState;
import dev.coexistence.schemas.events.MetaError;
import dev.coexistence.schemas.events.NumberHold;
import java.util.List;

/** Facts of a number: its connection, and whether Meta takes what it sends. */
final class ConnectionFacts {
    private ConnectionFacts() {}

    static List<Fact> read(Connection event) {
        var face =
                new NumberFace(
                        TextSanitizer.textOrNull(event.getDisplayPhoneNumber().orElse(null)),
                        TextSanitizer.textOrNull(event.getVerifiedName().orElse(null)),
                        TextSanitizer.textOrNull(event.getWabaId().orElse(null)),
                        TextSanitizer.textOrNull(event.getCountry().orElse(null)),
                        TextSanitizer.text(event.getPolicyEdition()),
                        event.getDisabledFeatures().stream().map(TextSanitizer::text).toList(),
                        event.getEncryptedToken().map(ConnectionFacts::bytes).orElse(null));
        var health =
                new NumberHealth(
                        TextSanitizer.textOrNull(event.getReason().orElse(null)),
                        TextSanitizer.textOrNull(event.getInitiatedBy().orElse(null)),
                        event.getPresumedInactive(),
                        event.getLastActivityAt().orElse(null),
                        TextSanitizer.textOrNull(event.getLastActivityKind().orElse(null)),
                        event.getChangedAt());
        return List.of(
                new ConnectionRecorded(
                        event.getPhoneNumberId(),
                        TextSanitizer.text(event.getConnectionId()),
                        event.getEpoch(),
                        event.getVersion(),
                        event.getState().name(),
                        event.getMode().name(),
                        event.getBudgetPerSecond(),
                        TextSanitizer.text(event.getTenant()),
                        face,
                        health));
    }

    static List<Fact> read(NumberHold event) {
        if (event.getState() == HoldState.UNKNOWN) {
            return List.of();
        }
        var error = event.getError();
        var hold =
                new SendingHold(
                        event.getVersion(),
                        event.getState().name(),
                        TextSanitizer.text(event.getReason()),
                        event.getSince(),
                        TextSanitizer.text(event.getReleasedBy()),
                        error.map(MetaError::getCode).orElse(null),
                        event.getErrorSubcode().orElse(null),
                        TextSanitizer.textOrNull(error.flatMap(MetaError::getMessage).orElse(null)),
                        TextSanitizer.textOrNull(error.flatMap(MetaError::getDetails).orElse(null)),
                        event.getNextProbeAt().orElse(null),
                        event.getProbes(),
                        event.getWaiting(),
                        TextSanitizer.textOrNull(event.getNextAction().orElse(null)));
        return List.of(new HoldRecorded(event.getPhoneNumberId(), hold));
    }

    private static byte[] bytes(java.nio.ByteBuffer buffer) {
        var copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
