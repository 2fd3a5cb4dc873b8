package dev.coexistence.kafka;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.messaging.MessagingException;

/**
 * Advice around the listener of one binding. Outside of it are the container's records as bytes,
 * inside of it the function with its events. It may call the function several times for one poll:
 * after a failed batch for each event alone.
 */
final class PauseOrParkAdvice implements MethodInterceptor {
    private final @Nullable Reading reading;
    private final ConsumerSupervisor supervisor;
    private final Counter outages;

    /** Makes the reader of a poll, which hands events to a handler. */
    @FunctionalInterface
    interface Reading {
        BatchMessageListener<String, byte[]> into(EventBatchHandler handler);
    }

    /**
     * @param reading null where values have no schema and the function gets the records
     */
    PauseOrParkAdvice(@Nullable Reading reading, ConsumerSupervisor supervisor, Counter outages) {
        this.reading = reading;
        this.supervisor = supervisor;
        this.outages = outages;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        @Nullable Object[] arguments = invocation.getArguments();
        // A listener hears of assigned and revoked partitions too, also as a list.
        if (invocation.getMethod().getName().equals("onMessage")
                && arguments[0] instanceof List<?> records
                && invocation.getThis()
                        instanceof BatchAcknowledgingConsumerAwareMessageListener<?, ?> function) {
            handle(
                    (List<ConsumerRecord<String, byte[]>>) records,
                    (BatchAcknowledgingConsumerAwareMessageListener<String, Object>) function);
            return null;
        }
        return invocation.proceed();
    }

    private void handle(
            List<ConsumerRecord<String, byte[]>> records,
            BatchAcknowledgingConsumerAwareMessageListener<String, Object> function) {
        try {
            readerFor(function).onMessage(records);
            supervisor.reportProgress();
        } catch (RuntimeException | Error e) {
            outages.increment();
            supervisor.reportRepetition(records.getFirst(), e);
            // An error would end the container for good.
            throw e instanceof RuntimeException passing
                    ? passing
                    : new ReadOrPark.OutageException(e);
        }
    }

    private BatchMessageListener<String, byte[]> readerFor(
            BatchAcknowledgingConsumerAwareMessageListener<String, Object> function) {
        Reading events = reading;
        return events == null
                ? records -> call(function, records.stream().map(PauseOrParkAdvice::raw).toList())
                : events.into(read ->
                        call(function, read.stream().map(PauseOrParkAdvice::record).toList()));
    }

    private static void call(
            BatchAcknowledgingConsumerAwareMessageListener<String, Object> function,
            List<ConsumerRecord<String, Object>> records) {
        try {
            function.onMessage(records, null, null);
        } catch (MessagingException e) {
            // Of the channel between; its message could tell what the events hold.
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<String, Object> raw(ConsumerRecord<String, ?> record) {
        return (ConsumerRecord<String, Object>) record;
    }

    private static ConsumerRecord<String, Object> record(Received<?> event) {
        return new ConsumerRecord<>(
                event.topic().name(), event.partition(), event.offset(), event.key(), event);
    }
}
