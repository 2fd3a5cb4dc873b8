package dev.coexistence.connection.onboarding;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the sign-up.
 *
 * @param expiresAfter time the owner has for Meta's dialogue
 * @param answerWithin how long an API call waits for an onboarding to end before it answers 202
 * @param acknowledgementRequired refuse to complete a coexistence sign-up whose losses nobody has
 *     acknowledged
 * @param launchPreset v3 (ended), v4 or v5: the launch parameters that are shipped
 * @param launchDocument file with launch parameters of one's own, instead of a preset
 * @param configId Login-for-Business configuration
 * @param popupUrl page that stands in for Meta's dialogue; local runs only
 * @param trustedOrigins origins of window messages that count as Meta's beside facebook.com; local
 *     runs only
 */
@ConfigurationProperties("signup")
public record SignUpSettings(
        @DefaultValue("30m") Duration expiresAfter,
        @DefaultValue("20s") Duration answerWithin,
        @DefaultValue("false") boolean acknowledgementRequired,
        @DefaultValue("v4") String launchPreset,
        Optional<String> launchDocument,
        @DefaultValue("") String configId,
        Optional<URI> popupUrl,
        @DefaultValue List<String> trustedOrigins) {

    private static final Set<String> PRESETS = Set.of("v3", "v4", "v5");

    public SignUpSettings {
        if (!PRESETS.contains(launchPreset)) {
            throw new IllegalArgumentException(
                    "signup.launch-preset must be v3, v4 or v5, was " + launchPreset);
        }
        if (!expiresAfter.isPositive()) {
            throw new IllegalArgumentException(
                    "signup.expires-after must be positive, was " + expiresAfter);
        }
    }
}
