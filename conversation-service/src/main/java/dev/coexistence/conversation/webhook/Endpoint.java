package dev.coexistence.conversation.webhook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that gets webhooks.
 *
 * @param types event types, such as {@code message.echo} or {@code history.*}; empty for all
 * @param numbers phone number ids whose events it gets; empty for all
 * @param includeJson whether each message comes with Meta's own object, as its member json
 * @param tenant whose it is: it gets the events of this tenant's numbers
 * @param phones whether contacts' phone numbers are written out: where who made or last changed the
 *     endpoint may see them
 * @param state ACTIVE or PAUSED
 * @param reason why it is paused
 * @param failingSince since when no delivery has succeeded
 */
public record Endpoint(
        String id,
        String url,
        @Nullable String description,
        List<String> types,
        List<String> numbers,
        boolean includeJson,
        String tenant,
        boolean phones,
        String state,
        @Nullable String reason,
        @Nullable Instant failingSince,
        @Nullable Instant lastSuccessAt,
        Instant createdAt) {

    /**
     * @param owner tenant of the number; null where it is nobody's
     */
    boolean wants(String type, String phoneNumberId, @Nullable String owner) {
        return tenant.equals(owner)
                && (numbers.isEmpty() || numbers.contains(phoneNumberId))
                && (types.isEmpty() || types.stream().anyMatch(filter -> matches(filter, type)));
    }

    static boolean matches(String filter, String type) {
        return filter.endsWith(".*")
                ? type.startsWith(filter.substring(0, filter.length() - 1))
                : filter.equals(type);
    }
}
