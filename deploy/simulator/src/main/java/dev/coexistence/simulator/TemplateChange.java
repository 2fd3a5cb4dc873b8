package dev.coexistence.simulator;

import dev.coexistence.simulator.template.Template;
import dev.coexistence.simulator.template.Templates;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.Json;
import tools.jackson.databind.node.ObjectNode;

/** A template created or changed, and what Meta tells the app of it. */
final class TemplateChange {
    private TemplateChange() {}

    /**
     * @param asked as {@link Templates#put}; {@code reason} for the event, {@code announce} false
     *     for none
     */
    static Template of(Parts parts, String wabaId, ObjectNode asked) throws BadRequest {
        Template was =
                parts.templates.find(
                        wabaId, Json.need(asked, "name"), Json.string(asked, "language", "en"));
        Template now = parts.templates.put(wabaId, asked);
        boolean changed = was == null || was.status() != now.status();
        if (changed && Json.flag(asked, "announce", true)) {
            parts.events.templateStatus(wabaId, now, Json.string(asked, "reason", "NONE"));
        }
        return now;
    }
}
