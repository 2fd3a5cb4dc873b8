package dev.coexistence.conversation.reading;

import dev.coexistence.conversation.content.PhoneMask;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A contact in short.
 *
 * @param name the best name known: the address book's, the profile's, the user name, or null
 * @param phone with plus, where it is known
 * @param marketingStoppedAt since when they want no marketing; null where they do not say so
 */
public record ContactView(
        String id,
        @Nullable String name,
        @Nullable String phone,
        @Nullable String username,
        @Nullable String bsuid,
        @Nullable Instant marketingStoppedAt) {

    /** The same with its phone number masked. */
    ContactView maskPhones() {
        return new ContactView(
                id, name, PhoneMask.number(phone), username, bsuid, marketingStoppedAt);
    }

    /** Label of the contact where one is needed. */
    public String label() {
        if (name != null) {
            return name;
        }
        if (phone != null) {
            return phone;
        }
        return username != null ? "@" + username : "Unknown contact";
    }
}
