package dev.coexistence.kafka;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.broker.ClientKind;
import dev.coexistence.schemas.broker.ClientSettings;
import dev.coexistence.schemas.broker.WrongClientSetting;
import dev.coexistence.schemas.topic.ClusterTopics;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Program that makes the topics of the catalogue and holds them to it: {@code java … TopicAdmin
 * [--check] BOOTSTRAP [PARTITIONS [COPIES]]}, with the way to the brokers in {@code
 * KAFKA_CLIENT_*}. It ends with 0 where nothing differs (any more), with 1 and a line for each
 * difference where something does, with 2 where it could not work. {@code --check} changes nothing.
 */
public final class TopicAdmin {
    private static final String CHECK = "--check";
    private static final short COPIES = 3;

    private TopicAdmin() {}

    public static void main(String[] words) throws InterruptedException {
        System.exit(
                run(
                        List.of(words),
                        System.getenv(),
                        new PrintStream(System.out, true, StandardCharsets.UTF_8)));
    }

    static int run(List<String> words, Map<String, String> environment, PrintStream out)
            throws InterruptedException {
        var named = new ArrayList<>(words);
        boolean only = named.remove(CHECK);
        if (named.isEmpty() || named.size() > 3) {
            out.println("Give [--check] BOOTSTRAP [PARTITIONS [COPIES]]");
            return 2;
        }
        try {
            int partitions =
                    named.size() > 1 ? Integer.parseInt(named.get(1)) : Topics.DEFAULT_PARTITIONS;
            short copies = named.size() > 2 ? Short.parseShort(named.get(2)) : COPIES;
            var settings = ClientSettings.fromEnvironment(environment);
            settings.check(named.getFirst(), Map.of());
            try (Admin admin = Admin.create(settings.forKind(ClientKind.ADMIN, named.getFirst()))) {
                var topics = new ClusterTopics(admin, partitions, copies, System::nanoTime);
                return work(topics, only, out);
            }
        } catch (NumberFormatException e) {
            out.println("Partitions and copies are numbers: " + named);
        } catch (WrongClientSetting | IllegalStateException e) {
            out.println(e.getMessage());
        } catch (ExecutionException e) {
            out.println("The brokers at " + named.getFirst() + " say: " + e.getCause());
        }
        return 2;
    }

    private static int work(ClusterTopics topics, boolean only, PrintStream out)
            throws InterruptedException, ExecutionException {
        if (!only) {
            topics.establish().forEach(topic -> out.println("Topic " + topic + " created"));
        }
        List<String> differences = topics.differences();
        differences.forEach(out::println);
        if (differences.isEmpty()) {
            out.println("All " + Topics.ALL.size() + " topics are as the catalogue says");
            return 0;
        }
        return 1;
    }
}
