package dev.coexistence.connection.record;

import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionMode;
import dev.coexistence.schemas.events.ConnectionStatus;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The JSON in which rows of the outbox were kept before migration V161. */
final class JsonRecord {
    private JsonRecord() {}

    static Connection toEvent(JsonNode json) {
        JsonNode key = json.path("key");
        JsonNode state = json.path("standing");
        JsonNode shown = json.path("appearance");
        JsonNode rules = json.path("rules");
        JsonNode last = json.path("lastActivity");
        JsonNode token = rules.path("encryptedToken");
        return Connection.newBuilder()
                .setPhoneNumberId(key.path("phoneNumberId").asString())
                .setConnectionId(key.path("connectionId").asString())
                .setEpoch(key.path("epoch").asLong())
                .setVersion(key.path("version").asLong())
                .setState(ConnectionStatus.valueOf(state.path("state").asString()))
                .setMode(ConnectionMode.valueOf(rules.path("mode").asString()))
                .setBudgetPerSecond(rules.path("budgetPerSecond").asInt())
                .setPresumedInactive(state.path("presumedInactive").asBoolean())
                .setInactivityWarningDays(state.path("warnedDays").asInt())
                .setDisplayPhoneNumber(text(shown, "phoneNumber"))
                .setVerifiedName(text(shown, "verifiedName"))
                .setWabaId(text(shown, "wabaId"))
                .setCountry(text(shown, "country"))
                .setPolicyEdition(text(rules, "edition"))
                .setDisabledFeatures(
                        rules.path("disabledFeatures")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList())
                .setEncryptedToken(token.isString() ? ByteBuffer.wrap(token.binaryValue()) : null)
                .setLinkProvenAt(time(rules, "linkProvenAt"))
                .setReason(text(state, "reason"))
                .setInitiatedBy(text(state, "initiatedBy"))
                .setLastActivityAt(time(last, "at"))
                .setLastActivityKind(text(last, "kind"))
                .setChangedAt(Instant.parse(key.path("changedAt").asString()))
                .build();
    }

    private static @Nullable String text(JsonNode parent, String member) {
        JsonNode value = parent.path(member);
        return value.isString() ? value.asString() : null;
    }

    private static @Nullable Instant time(JsonNode parent, String member) {
        String value = text(parent, member);
        return value == null ? null : Instant.parse(value);
    }
}
