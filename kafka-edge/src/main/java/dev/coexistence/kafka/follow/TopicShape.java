package dev.coexistence.kafka.follow;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Identity and size of a topic. One that was deleted and made again has another id under the same
 * name.
 */
record TopicShape(String name, Uuid id, int partitions) {

    /**
     * Asks the brokers.
     *
     * @throws KafkaException where they do not answer, know no such topic or do not let it be seen
     */
    static TopicShape ask(Admin admin, String name, Duration patience) {
        try {
            var described =
                    admin.describeTopics(List.of(name))
                            .topicNameValues()
                            .values()
                            .iterator()
                            .next()
                            .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new TopicShape(name, described.topicId(), described.partitions().size());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e);
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    List<TopicPartition> all() {
        return IntStream.range(0, partitions)
                .mapToObj(one -> new TopicPartition(name, one))
                .toList();
    }
}
