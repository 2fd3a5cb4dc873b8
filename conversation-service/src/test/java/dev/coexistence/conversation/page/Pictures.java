package dev.coexistence.conversation.page;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Photographs of screens, for people to look at: wide and on a phone, light and dark. */
final class Pictures {
    /** The setting that asks for them, and names where they go. */
    static final String FOLDER = "coexistence.pictures";

    private static final Map<String, Function<String, Visit>> EYES =
            Map.of(
                    "1280-light", Visit::wide,
                    "1280-dark", Visit::dark,
                    "360-light", Visit::phone,
                    "360-dark", Visit::darkPhone);

    private Pictures() {}

    /**
     * One file for each screen and look, named after both, in the folder that {@link #FOLDER}
     * names; none where it names none.
     *
     * @param screens paths
     * @param cookies of the person who looks, by name
     * @return how many were taken
     */
    static int take(String base, List<String> screens, Map<String, String> cookies) {
        String folder = System.getProperty(FOLDER, "");
        if (folder.isEmpty()) {
            return 0;
        }
        EYES.forEach((look, eyes) -> {
            try (var visit = eyes.apply(base).bring(cookies)) {
                screens.forEach(screen ->
                        visit.open(screen).picture(Path.of(folder, name(screen) + look + ".png")));
            }
        });
        return screens.size() * EYES.size();
    }

    private static String name(String screen) {
        return screen.equals("/") ? "inbox-" : screen.substring(1).replaceAll("[/?=&]", "-") + "-";
    }
}
