package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.fact.EventReader;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.kafka.EventBatchHandler;
import dev.coexistence.kafka.EventConsumers;
import dev.coexistence.kafka.Received;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.AliasHash;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Consumers of the projector. */
@Configuration(proxyBeanMethods = false)
class ProjectionBindings {
    /** The consumer group; dead letters name it as the service that gave up. */
    static final String GROUP = "conversation-service";

    private static final List<Topic<?>> TOPICS =
            List.of(
                    Topics.INBOUND_MESSAGES,
                    Topics.ECHO_MESSAGES,
                    Topics.MESSAGE_STATUSES,
                    Topics.HISTORY,
                    Topics.CONTACTS,
                    Topics.ACCOUNT_EVENTS,
                    Topics.SEND_RESULTS,
                    Topics.CONNECTIONS,
                    Topics.NUMBER_HOLDS);

    @Bean
    Projector projector(
            JdbcTemplate database,
            TransactionTemplate transaction,
            ChangeFeed feed,
            ConversationMetrics metrics,
            AliasHash hashes,
            InstantSource time) {
        return new Projector(database, transaction, feed, metrics, hashes, time);
    }

    @Bean
    ProjectionBackfill rereading(
            JdbcTemplate database, TransactionTemplate transaction, Projector projector) {
        return new ProjectionBackfill(database, transaction, projector);
    }

    @Bean
    MessageTraces messageTraces(JdbcTemplate database, Traces traces, InstantSource time) {
        return new MessageTraces(database, traces, time);
    }

    @Bean
    EventBatchHandler projecting(
            Projector projector,
            MessageTraces traces,
            ConversationMetrics metrics,
            InstantSource time) {
        return events -> {
            traces.keep(events);
            projector.project(EventReader.read(events));
            traces.noteStatuses(events);
            Instant oldest =
                    events.stream()
                            .map(Received::timestamp)
                            .min(Comparator.naturalOrder())
                            .orElseThrow();
            metrics.countEvents(events.size(), oldest, time.instant());
        };
    }

    @Bean
    Projection projection(
            EventConsumers consumers, EventBatchHandler projecting, ProjectionSettings settings) {
        return new Projection(
                Stream.generate(() -> consumers.consumer(GROUP, TOPICS, projecting))
                        .limit(settings.threads())
                        .toList());
    }
}
