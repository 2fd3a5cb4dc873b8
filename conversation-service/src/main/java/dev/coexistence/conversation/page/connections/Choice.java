package dev.coexistence.conversation.page.connections;

import dev.coexistence.conversation.page.connections.Card.Loss;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * What the two modes keep, lose and allow, by the policy edition in force.
 *
 * @param known false where the catalogue could not be read
 */
record Choice(
        boolean known,
        String edition,
        List<Loss> losses,
        int coexistencePerSecond,
        int fullMigrationPerSecond,
        int activityDays) {
    private static final int CAMPAIGN = 10_000;

    static Choice of(JsonNode catalogue) {
        String inForce = Card.text(catalogue, "inForce");
        return StreamSupport.stream(catalogue.path("editions").spliterator(), false)
                .filter(edition -> Objects.equals(Card.text(edition, "edition"), inForce))
                .findFirst()
                .map(edition ->
                        new Choice(
                                true,
                                inForce,
                                Card.losses(edition.path("disabledFeatures")),
                                edition.path("budgets").path("coexistence").asInt(20),
                                edition.path("budgets").path("fullMigration").asInt(80),
                                edition.path("activity").path("days").asInt(14)))
                .orElseGet(() -> new Choice(false, "", List.of(), 20, 80, 14));
    }

    /** Minutes that ten thousand messages take. */
    public long campaignMinutes(int perSecond) {
        return Math.max(1, Math.round(CAMPAIGN / (60.0 * Math.max(1, perSecond))));
    }
}
