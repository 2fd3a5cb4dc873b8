package dev.coexistence.local.story;

import dev.coexistence.local.story.client.JsonHttpClient;
import dev.coexistence.local.story.client.StoryClients;
import dev.coexistence.schemas.Topics;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Every service can be watched, and nothing was parked on the way. */
final class MonitoringChapter implements StoryChapter {
    private final StoryClients clients;
    private final Map<TopicPartition, Long> deadLettersBefore;

    MonitoringChapter(StoryClients clients, Map<TopicPartition, Long> deadLettersBefore) {
        this.clients = clients;
        this.deadLettersBefore = deadLettersBefore;
    }

    @Override
    public String title() {
        return "Watching";
    }

    @Override
    public void tell(StoryCast cast, StoryChecks checks) {
        var at = clients.system().management();
        var services = new LinkedHashMap<String, URI>();
        services.put("webhook-ingest-service", at.ingest());
        services.put("connection-service", at.connection());
        services.put("outbound-dispatch-service", at.dispatch());
        services.put("conversation-service", at.conversation());
        services.forEach((service, root) -> {
            JsonHttpClient.Answer metrics =
                    clients.outside().get(root.resolve("/actuator/prometheus"));
            checks.holds(
                    service + " answers /actuator/prometheus with its own figures",
                    metrics.status() == 200 && metrics.text().contains("whatsapp_"),
                    "200 and whatsapp_…",
                    metrics.status());
        });
        checks.equal(
                "No record of the story became a dead letter",
                0,
                clients.log().recordsSince(Topics.DEAD_LETTERS, deadLettersBefore).size());
    }
}
