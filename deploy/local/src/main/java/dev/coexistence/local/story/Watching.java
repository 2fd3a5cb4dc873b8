package dev.coexistence.local.story;

import dev.coexistence.schemas.Topics;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Every service can be watched, and nothing was parked on the way. */
final class Watching implements Chapter {
    private final Stage stage;
    private final Map<TopicPartition, Long> deadLettersBefore;

    Watching(Stage stage, Map<TopicPartition, Long> deadLettersBefore) {
        this.stage = stage;
        this.deadLettersBefore = deadLettersBefore;
    }

    @Override
    public String title() {
        return "Watching";
    }

    @Override
    public void tell(Cast cast, Checks checks) {
        var at = stage.world().at();
        var services = new LinkedHashMap<String, URI>();
        services.put("webhook-ingest-service", at.ingest());
        services.put("connection-service", at.connection());
        services.put("outbound-dispatch-service", at.dispatch());
        services.put("conversation-service", at.conversation());
        services.forEach((service, root) -> {
            Web.Answer metrics = stage.web().get(root.resolve("/actuator/prometheus"));
            checks.that(
                    service + " answers /actuator/prometheus with its own figures",
                    metrics.status() == 200 && metrics.text().contains("whatsapp_"),
                    "200 and whatsapp_…",
                    metrics.status());
        });
        checks.equal(
                "No record of the story became a dead letter",
                0,
                stage.log().since(Topics.DEAD_LETTERS, deadLettersBefore).size());
    }
}
