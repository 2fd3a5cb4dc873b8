package dev.coexistence.conversation.page.connections;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How a number changes its mode: who does what, in order. */
record Plan(List<Step> steps, String queue, String conversations) {
    record Step(String who, String what, boolean done) {}

    static Plan of(JsonNode json) {
        var steps = new ArrayList<Step>();
        json.path("steps")
                .forEach(step ->
                        steps.add(
                                new Step(
                                        Card.text(step, "who"),
                                        Card.text(step, "what"),
                                        step.path("done").asBoolean(false))));
        return new Plan(steps, Card.text(json, "queue"), Card.text(json, "conversations"));
    }
}
