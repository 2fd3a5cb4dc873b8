package dev.coexistence.conversation.page.connections;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Steps of a mode switch, in order, each with the one who does it. */
record ModeSwitchView(List<Step> steps, String queue, String conversations) {
    /** Request by which a program takes a step; people press a button. */
    private static final Pattern REQUEST = Pattern.compile("^(GET|POST|PUT|DELETE) \\S+: ");

    record Step(String who, String what, boolean done) {}

    static ModeSwitchView read(JsonNode json) {
        var steps = new ArrayList<Step>();
        json.path("steps")
                .forEach(step ->
                        steps.add(
                                new Step(
                                        ConnectionCard.text(step, "who"),
                                        stripRequest(ConnectionCard.text(step, "what")),
                                        step.path("done").asBoolean(false))));
        return new ModeSwitchView(
                steps,
                ConnectionCard.text(json, "queue"),
                ConnectionCard.text(json, "conversations"));
    }

    private static String stripRequest(String what) {
        String words = REQUEST.matcher(what).replaceFirst("");
        return words.isEmpty()
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
