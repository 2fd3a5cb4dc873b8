package dev.coexistence.connection.lifecycle;

import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.connection.meta.QualityRating;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Meta's facts about a number that is being or was onboarded.
 *
 * @param epoch counts the onboardings of this number from 1
 * @param onboardedAt when this epoch began: what happened before belongs to an older one
 */
public record NumberFacts(Profile profile, long epoch, String wabaId, Instant onboardedAt) {

    /**
     * @param display the number as Meta writes it
     * @param verified the name that customers see
     * @param quality Meta's rating when it was last asked
     */
    public record Profile(
            String phoneNumberId,
            String display,
            @Nullable String verified,
            QualityRating quality) {
        public static Profile of(PhoneNode node) {
            return new Profile(
                    node.id(), node.displayPhoneNumber(), node.verifiedName(), node.quality());
        }

        @Override
        public String toString() {
            return "Profile[" + phoneNumberId + "]";
        }
    }

    public String phoneNumberId() {
        return profile.phoneNumberId();
    }

    public NumberFacts withProfile(Profile newest) {
        return new NumberFacts(newest, epoch, wabaId, onboardedAt);
    }
}
