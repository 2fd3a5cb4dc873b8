package dev.coexistence.ingest.operate;

import dev.coexistence.access.AuditLog;
import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.split.ItemPublisherFactory;
import dev.coexistence.ingest.split.Splitter;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.EventSerde;
import java.time.InstantSource;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** Beans of the operators' API and commands. */
@Configuration(proxyBeanMethods = false)
class OperateBindings {

    @Bean
    TopicScanner topicScanner(ConsumerFactory<String, byte[]> consumers) {
        var quick = new Properties();
        // One request at a time is on its way to a broker: none may wait for records to come.
        quick.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        quick.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        return new TopicScanner(() -> consumers.createConsumer(null, null, "operate", quick));
    }

    @Bean
    DeadLetterReader deadLetterReader(TopicScanner scanner) {
        return new DeadLetterReader(scanner);
    }

    @Bean
    ItemPublisherFactory itemPublishers(
            EventPublisher events,
            DeadLetters deadLetters,
            IngestMetrics metrics,
            InstantSource time) {
        return new ItemPublisherFactory(events, deadLetters, metrics, time);
    }

    @Bean
    Redrive redrive(
            DeadLetterReader letters,
            TopicScanner scanner,
            Splitter splitter,
            ItemPublisherFactory itemPublishers,
            EventPublisher publisher,
            InstantSource time) {
        return new Redrive(letters, scanner, splitter, itemPublishers, publisher, time);
    }

    @Bean
    Replay replay(
            TopicScanner scanner,
            EventSerde serde,
            Splitter splitter,
            ItemPublisherFactory itemPublishers) {
        return new Replay(scanner, serde, splitter, itemPublishers);
    }

    @Bean
    ReplayRuns replayRuns(Replay replay, InstantSource time) {
        return new ReplayRuns(replay, time);
    }

    /** Of a command, which has no server and so nothing that access-edge configures. */
    @Bean
    @ConditionalOnNotWebApplication
    AuditLog commandAudit(EventPublisher publisher, InstantSource time) {
        return AuditLog.onTopic(publisher, time);
    }

    @Bean
    OperatorAudit operatorAudit(AuditLog log) {
        return new OperatorAudit(log);
    }
}
