package dev.coexistence.kafka.client;

import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.config.ProducerMessageHandlerCustomizer;
import org.springframework.integration.kafka.outbound.KafkaProducerMessageHandler;

/**
 * Producer of the service's output binding. The binder configures, starts and stops it; the
 * publisher of events sends with it, as a record needs its own acknowledgement.
 */
public final class BoundProducer
        implements ProducerMessageHandlerCustomizer<KafkaProducerMessageHandler<?, ?>>,
                Supplier<Producer<String, byte[]>> {
    private volatile @Nullable Producer<String, byte[]> producer;

    @Override
    @SuppressWarnings("unchecked")
    public void configure(KafkaProducerMessageHandler<?, ?> handler, String destination) {
        var template = handler.getKafkaTemplate();
        template.setMicrometerEnabled(false);
        producer = (Producer<String, byte[]>) template.getProducerFactory().createProducer();
    }

    /**
     * @throws IllegalStateException before the binding is made
     */
    @Override
    public Producer<String, byte[]> get() {
        Producer<String, byte[]> bound = producer;
        if (bound == null) {
            throw new IllegalStateException("The service has no bound producer");
        }
        return bound;
    }
}
