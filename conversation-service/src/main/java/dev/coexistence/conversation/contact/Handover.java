package dev.coexistence.conversation.contact;

import java.time.Instant;

/**
 * A phone number that changed hands: what was said under it alone after that time belongs to its
 * next owner.
 *
 * @param from whose it was until then
 */
public record Handover(
        String phoneNumberId, String phone, Instant after, Instant until, long from) {
    AliasKey key() {
        return AliasKey.ofPhone(phoneNumberId, phone);
    }
}
