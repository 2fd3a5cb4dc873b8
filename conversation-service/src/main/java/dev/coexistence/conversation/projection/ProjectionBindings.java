package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.fact.EventReader;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.kafka.Received;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.AliasHash;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The projector and the function of its binding; application.yaml names its topics, its group and
 * how many consumers an instance has.
 */
@Configuration(proxyBeanMethods = false)
class ProjectionBindings {

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
    ReadMarker readMarker(Projector projector) {
        return new ReadMarker(projector);
    }

    @Bean
    MessageTraces messageTraces(JdbcTemplate database, Traces traces, InstantSource time) {
        return new MessageTraces(database, traces, time);
    }

    @Bean
    Consumer<List<Received<?>>> projectEvents(
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
}
