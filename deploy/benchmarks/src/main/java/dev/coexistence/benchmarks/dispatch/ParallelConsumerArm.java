package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.benchmarks.rig.PollingWait;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The peer: Confluent's parallel-consumer in KEY order, on a topic of its own. */
final class ParallelConsumerArm implements AutoCloseable {
    private static final int NEIGHBOURS = 100;
    private static final int EACH = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ParallelStreamProcessor<String, String> processor;
    private final KafkaProducer<String, String> producer;
    private final String topic = "peer-" + UUID.randomUUID();

    ParallelConsumerArm(BenchmarkRig rig, int partitions, int concurrency, Consumer<String> work) {
        Map<String, Object> servers = Map.of("bootstrap.servers", rig.bootstrapServers());
        try (Admin admin = Admin.create(servers)) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The peer's topic cannot be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        var consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                rig.bootstrapServers(),
                                "group.id",
                                topic,
                                "enable.auto.commit",
                                "false",
                                "auto.offset.reset",
                                "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer());
        var options =
                ParallelConsumerOptions.<String, String>builder()
                        .consumer(consumer)
                        .ordering(ProcessingOrder.KEY)
                        .commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS)
                        .maxConcurrency(concurrency)
                        .build();
        processor = ParallelStreamProcessor.createEosStreamProcessor(options);
        processor.subscribe(List.of(topic));
        processor.poll(context -> work.accept(context.key()));
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", rig.bootstrapServers(), "linger.ms", "5"),
                        new StringSerializer(),
                        new StringSerializer());
    }

    void send(String key, String value) {
        var _ = producer.send(new ProducerRecord<>(topic, key, value));
    }

    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
        processor.closeDontDrainFirst();
    }

    /** The same story as ours, with a backlog of 5,000 at 20 a second on one key. */
    static void headOfLine(FigureOutput output, BenchmarkOptions options) {
        int backlog = options.number("peer-backlog");
        output.say("head-of-line: parallel-consumer, %d for one key", backlog);
        try (BenchmarkRig rig = new BenchmarkRig("head-of-line-peer", 1)) {
            AtomicInteger done = new AtomicInteger();
            try (ParallelConsumerArm arm =
                    new ParallelConsumerArm(
                            rig,
                            1,
                            128,
                            key -> {
                                PollingWait.rest(Duration.ofMillis(50));
                                if (!key.equals("busy")) {
                                    done.incrementAndGet();
                                }
                            })) {
                List<Double> free = new ArrayList<>();
                for (int round = 0; round < 4; round++) {
                    double seconds = round(arm, done);
                    if (round > 0) {
                        free.add(seconds);
                    }
                }
                for (int i = 0; i < backlog; i++) {
                    arm.send("busy", "x");
                }
                arm.flush();
                double behind = round(arm, done);
                double base = Figure.medianOf(free);
                output.figure(
                        Figure.count("head-of-line.peer-ratio", behind / base, "ratio")
                                .against("parallel-consumer, KEY order, the same without backlog")
                                .noting(
                                        "backlog of %d, %.1f s against %.2f s"
                                                .formatted(backlog, behind, base)));
            }
        }
    }

    private static double round(ParallelConsumerArm arm, AtomicInteger done) {
        int before = done.get();
        long start = System.nanoTime();
        for (int i = 0; i < EACH; i++) {
            for (int n = 0; n < NEIGHBOURS; n++) {
                arm.send("neighbour-" + n, "x");
            }
        }
        arm.flush();
        PollingWait.await(
                "the peer's neighbours served",
                PATIENCE,
                () -> done.get() >= before + NEIGHBOURS * EACH);
        return (System.nanoTime() - start) / 1e9;
    }
}
