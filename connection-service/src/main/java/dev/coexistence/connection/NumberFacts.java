package dev.coexistence.connection;

import dev.coexistence.connection.meta.PhoneNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Meta says about a number that is being or was onboarded.
 *
 * @param epoch counts the onboardings of this number from 1
 * @param onboardedAt when this epoch began: what happened before belongs to an older one
 */
record NumberFacts(Name name, long epoch, String wabaId, Instant onboardedAt) {

    /**
     * @param display the number as Meta writes it
     * @param verified the name that customers see
     */
    record Name(String phoneNumberId, String display, @Nullable String verified) {
        static Name of(PhoneNode node) {
            return new Name(node.id(), node.displayPhoneNumber(), node.verifiedName());
        }

        @Override
        public String toString() {
            return "Name[" + phoneNumberId + "]";
        }
    }

    String phoneNumberId() {
        return name.phoneNumberId();
    }

    NumberFacts named(Name newName) {
        return new NumberFacts(newName, epoch, wabaId, onboardedAt);
    }
}
