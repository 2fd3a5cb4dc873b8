package dev.coexistence.simulator.template;

import tools.jackson.databind.node.ArrayNode;

/**
 * A message template.
 *
 * @param id Meta's id, a whole number
 * @param category MARKETING, UTILITY or AUTHENTICATION
 * @param named whether its variables have names instead of numbers
 * @param components as Meta lists them: HEADER, BODY, FOOTER, BUTTONS
 */
public record MessageTemplate(
        long id,
        String name,
        String language,
        String category,
        Status status,
        boolean named,
        ArrayNode components) {

    /** Status after Meta's review and rating. Only an approved one can be sent. */
    public enum Status {
        APPROVED,
        PENDING,
        REJECTED,
        PAUSED,
        DISABLED
    }

    public boolean marketing() {
        return category.equals("MARKETING");
    }

    MessageTemplate withStatus(Status newest) {
        return new MessageTemplate(id, name, language, category, newest, named, components);
    }
}
