package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Reason;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages that need an app feature which a mode may switch off. */
public final class ModeRules {
    private static final Map<String, Set<String>> FEATURES =
            Map.of(
                    "edit", Set.of("edit", "edit_message", "edit_messages", "message_edit"),
                    "revoke",
                            Set.of("revoke", "revoke_message", "revoke_messages", "message_revoke"),
                    "disappearing", Set.of("disappearing", "disappearing_messages"),
                    "view_once", Set.of("view_once", "view_once_media", "view_once_messages"),
                    "live_location", Set.of("live_location", "live_locations"),
                    "broadcast", Set.of("broadcast", "broadcast_list", "broadcast_lists"));
    private static final String COEXISTENCE = "coexistence";
    private static final Map<String, String> NEEDS =
            Map.of(
                    "edit", "edit",
                    "revoke", "revoke",
                    "delete", "revoke",
                    "disappearing", "disappearing",
                    "view_once", "view_once",
                    "live_location", "live_location",
                    "broadcast", "broadcast",
                    "broadcast_list", "broadcast");

    private ModeRules() {}

    /** True where a mode could forbid messages of that type, or to a group, at all. */
    public static boolean concerns(String type, @Nullable String group) {
        return group != null || NEEDS.containsKey(type);
    }

    /**
     * Refusal of a message of that type, with the policy edition; null where it is not. Meta's
     * Groups API is not for numbers in coexistence.
     *
     * @param group that it goes to; null where it goes to a person
     */
    public static Outcome.@Nullable Rejected refusal(
            NumberState state, String type, @Nullable String group) {
        if (group != null && state.mode().equals(COEXISTENCE)) {
            return new Outcome.Rejected(
                    Reason.MODE_FORBIDS,
                    null,
                    "A number in coexistence cannot write to groups through the API; policy edition "
                            + state.edition());
        }
        return forbids(state, type)
                ? new Outcome.Rejected(
                        Reason.MODE_FORBIDS,
                        null,
                        "Policy edition " + state.edition() + " switches it off")
                : null;
    }

    /** True where the number's mode and policy edition forbid a message of that type. */
    private static boolean forbids(NumberState state, String type) {
        String feature = NEEDS.get(type);
        if (feature == null) {
            return false;
        }
        Set<String> names = FEATURES.getOrDefault(feature, Set.of(feature));
        return state.forbidden().stream().map(ModeRules::plain).anyMatch(names::contains);
    }

    private static String plain(String feature) {
        return feature.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }
}
