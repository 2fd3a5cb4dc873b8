package dev.coexistence.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerSeekAware;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.messaging.MessagingException;

class PauseOrParkAdviceTest {
    private static final ConsumerRecord<String, byte[]> RECORD =
            new ConsumerRecord<>("whatsapp.webhooks", 3, 77, "900000000000001", new byte[] {1});

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long nanos;
    private final Standstills standstills = new Standstills(meters, () -> nanos);
    private final List<Object> given = new ArrayList<>();
    private @Nullable Throwable failure;

    @Test
    void givesTheRecordsWhereTheirTopicHasNoSchema() {
        listener().onMessage(List.of(RECORD), null, null);

        assertThat(given).containsExactly(RECORD);
    }

    @Test
    void throwsTheFunctionsOwnFailureAndCountsTheOutage() {
        var own = new IllegalStateException("away");
        failure = new MessagingException("between", own);

        assertThatThrownBy(() -> listener().onMessage(List.of(RECORD), null, null)).isSameAs(own);

        assertThat(meters.counter("outages").count()).isEqualTo(1);
        nanos += 11_000_000_000L;
        assertThat(standstills.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void turnsAnErrorIntoAnOutageSoThatTheConsumerGoesOn() {
        failure = new NoClassDefFoundError("of a class");

        assertThatThrownBy(() -> listener().onMessage(List.of(RECORD), null, null))
                .isInstanceOf(ReadOrPark.OutageException.class)
                .hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void takesRevokedPartitionsForNoRecords() {
        var revoked = List.of(new TopicPartition("whatsapp.webhooks", 3));

        ((ConsumerSeekAware) listener()).onPartitionsRevoked(revoked);

        assertThat(given).isEqualTo(revoked);
        assertThat(meters.counter("outages").count()).isZero();
    }

    @SuppressWarnings("unchecked")
    private BatchAcknowledgingConsumerAwareMessageListener<String, byte[]> listener() {
        var container =
                new ConcurrentMessageListenerContainer<String, byte[]>(
                        new DefaultKafkaConsumerFactory<>(Map.of()),
                        new ContainerProperties("whatsapp.webhooks"));
        var supervisor = new ConsumerSupervisor("tests", container, standstills);
        var proxy = new ProxyFactory(new Function());
        proxy.addAdvice(new PauseOrParkAdvice(null, supervisor, meters.counter("outages")));
        return (BatchAcknowledgingConsumerAwareMessageListener<String, byte[]>) proxy.getProxy();
    }

    private final class Function
            implements BatchAcknowledgingConsumerAwareMessageListener<String, byte[]>,
                    ConsumerSeekAware {
        @Override
        public void onPartitionsRevoked(@Nullable Collection<TopicPartition> partitions) {
            given.addAll(Objects.requireNonNull(partitions));
        }

        @Override
        public void onMessage(
                List<ConsumerRecord<String, byte[]>> records,
                @Nullable Acknowledgment acknowledgment,
                @Nullable Consumer<?, ?> consumer) {
            switch (failure) {
                case null -> given.addAll(records);
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                default -> throw new AssertionError(failure);
            }
        }
    }
}
