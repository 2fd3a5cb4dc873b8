package dev.coexistence.kafka.client;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.Bindable;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.config.ProducerMessageHandlerCustomizer;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.kafka.outbound.KafkaProducerMessageHandler;

/**
 * Output binding {@code publishEvents-out-0} of a service, and its producer. The binder configures,
 * starts and stops the producer; whoever publishes sends with it, not through the channel, as each
 * record needs its own acknowledgement.
 */
public final class BoundProducer
        implements Bindable,
                ProducerMessageHandlerCustomizer<KafkaProducerMessageHandler<?, ?>>,
                Supplier<Producer<String, byte[]>> {
    private static final String BINDING = "publishEvents-out-0";

    private final DirectChannel channel = new DirectChannel();
    private volatile @Nullable Producer<String, byte[]> producer;

    public BoundProducer() {
        channel.setBeanName(BINDING);
    }

    @Override
    public Collection<Binding<Object>> createAndBindOutputs(BindingService bindings) {
        return List.of(bindings.bindProducer((Object) channel, BINDING));
    }

    @Override
    public void unbindOutputs(BindingService bindings) {
        bindings.unbindProducers(null, BINDING);
    }

    @Override
    public Set<String> getOutputs() {
        return Set.of(BINDING);
    }

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
            throw new IllegalStateException("The output binding " + BINDING + " is not made yet");
        }
        return bound;
    }
}
