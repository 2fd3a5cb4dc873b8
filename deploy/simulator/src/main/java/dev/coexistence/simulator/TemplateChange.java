package dev.coexistence.simulator;

import dev.coexistence.simulator.template.MessageTemplate;
import dev.coexistence.simulator.template.TemplateCatalogue;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.MetaJson;
import tools.jackson.databind.node.ObjectNode;

/** A template created or changed, and what Meta tells the app of it. */
final class TemplateChange {
    private TemplateChange() {}

    /**
     * @param asked as {@link TemplateCatalogue#put}; {@code reason} for the event, {@code announce}
     *     false for none
     */
    static MessageTemplate apply(SimulatorAssembly parts, String wabaId, ObjectNode asked)
            throws BadRequest {
        MessageTemplate was =
                parts.templates.find(
                        wabaId,
                        MetaJson.need(asked, "name"),
                        MetaJson.string(asked, "language", "en"));
        MessageTemplate now = parts.templates.put(wabaId, asked);
        boolean changed = was == null || was.status() != now.status();
        if (changed && MetaJson.flag(asked, "announce", true)) {
            parts.events.templateStatus(wabaId, now, MetaJson.string(asked, "reason", "NONE"));
        }
        return now;
    }
}
