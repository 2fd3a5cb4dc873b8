package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.kafka.Received;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.AliasHash;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ContactChange;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.MessageStatus;
import dev.coexistence.schemas.events.NumberHold;
import dev.coexistence.schemas.events.SendResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
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
    Rereading rereading(
            JdbcTemplate database, TransactionTemplate transaction, Projector projector) {
        return new Rereading(database, transaction, projector);
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
            projector.project(facts(events));
            traces.told(events);
            Instant oldest =
                    events.stream()
                            .map(Received::timestamp)
                            .min(Comparator.naturalOrder())
                            .orElseThrow();
            metrics.handled(events.size(), oldest, time.instant());
        };
    }

    static List<List<Fact>> facts(List<Received<?>> events) {
        var facts = new ArrayList<List<Fact>>(events.size());
        events.forEach(event -> facts.add(facts(event.value())));
        return facts;
    }

    static List<Fact> facts(SpecificRecord event) {
        return switch (event) {
            case InboundMessage inbound -> MessageReading.of(inbound);
            case EchoMessage echo -> MessageReading.of(echo);
            case MessageStatus status -> OutcomeReading.of(status);
            case SendResult result -> OutcomeReading.of(result);
            case HistoryEvent history -> BookReading.of(history);
            case ContactChange contact -> BookReading.of(contact);
            case AccountEvent account -> AccountReading.of(account);
            case Connection connection -> BookReading.of(connection);
            case NumberHold hold -> BookReading.of(hold);
            default ->
                    throw new IllegalArgumentException(
                            "No event of this service: " + event.getSchema().getFullName());
        };
    }
}
