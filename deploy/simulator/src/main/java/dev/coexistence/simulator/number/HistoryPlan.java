package dev.coexistence.simulator.number;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The history that the phone shares.
 *
 * @param declined the owner chose not to share
 * @param threads one per customer
 * @param chunkSize messages in one webhook, at most
 */
public record HistoryPlan(boolean declined, List<Thread> threads, int chunkSize) {

    public record Thread(String customer, List<Message> messages) {}

    /**
     * One old message.
     *
     * @param byOwner written on the phone, not by the customer
     * @param content type and body as in a webhook; media content comes as a placeholder first
     * @param age before the onboarding
     * @param status DELIVERED, ERROR, PENDING, PLAYED, READ or SENT
     */
    public record Message(boolean byOwner, ObjectNode content, Duration age, String status) {}

    static HistoryPlan nothing() {
        return new HistoryPlan(false, List.of(), 500);
    }

    public static HistoryPlan refused() {
        return new HistoryPlan(true, List.of(), 500);
    }

    public int size() {
        return threads.stream().mapToInt(t -> t.messages().size()).sum();
    }
}
