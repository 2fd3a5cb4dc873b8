package dev.coexistence.conversation.page.connections;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** How a number changes its mode: who does what, in order. */
record Plan(List<Step> steps, String queue, String conversations) {
    /** How a program asks for a step; people press a button. */
    private static final Pattern REQUEST = Pattern.compile("^(GET|POST|PUT|DELETE) \\S+: ");

    record Step(String who, String what, boolean done) {}

    static Plan of(JsonNode json) {
        var steps = new ArrayList<Step>();
        json.path("steps")
                .forEach(step ->
                        steps.add(
                                new Step(
                                        Card.text(step, "who"),
                                        forPeople(Card.text(step, "what")),
                                        step.path("done").asBoolean(false))));
        return new Plan(steps, Card.text(json, "queue"), Card.text(json, "conversations"));
    }

    private static String forPeople(String what) {
        String words = REQUEST.matcher(what).replaceFirst("");
        return words.isEmpty()
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
