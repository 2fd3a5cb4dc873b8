package dev.coexistence.conversation.page.connections;

import dev.coexistence.conversation.page.connections.ConnectionCard.Loss;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Comparison of the two modes: features kept and lost, and budgets, by the policy edition in force.
 *
 * @param known false where the catalogue could not be read
 */
record ModeComparison(
        boolean known,
        String edition,
        List<Loss> losses,
        int coexistencePerSecond,
        int fullMigrationPerSecond,
        int activityDays) {
    private static final int CAMPAIGN = 10_000;

    static ModeComparison read(JsonNode catalogue) {
        String inForce = ConnectionCard.text(catalogue, "inForce");
        return StreamSupport.stream(catalogue.path("editions").spliterator(), false)
                .filter(edition -> Objects.equals(ConnectionCard.text(edition, "edition"), inForce))
                .findFirst()
                .map(edition ->
                        new ModeComparison(
                                true,
                                inForce,
                                ConnectionCard.losses(edition.path("disabledFeatures")),
                                edition.path("budgets").path("coexistence").asInt(20),
                                edition.path("budgets").path("fullMigration").asInt(80),
                                edition.path("activity").path("days").asInt(14)))
                .orElseGet(() -> new ModeComparison(false, "", List.of(), 20, 80, 14));
    }

    /** Minutes that ten thousand messages take. */
    public long campaignMinutes(int perSecond) {
        return Math.max(1, Math.round(CAMPAIGN / (60.0 * Math.max(1, perSecond))));
    }
}
