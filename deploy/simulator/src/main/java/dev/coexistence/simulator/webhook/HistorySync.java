package dev.coexistence.simulator.webhook;

import dev.coexistence.simulator.number.AddressBookEntry;
import dev.coexistence.simulator.number.CustomerIds;
import dev.coexistence.simulator.number.HistoryPlan;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.trace.MessageLedger;
import dev.coexistence.simulator.wire.GraphError;
import dev.coexistence.simulator.wire.MetaJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks that follow an accepted request for contacts or history. */
public final class HistorySync {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration MEDIA_KEPT = Duration.ofDays(14);
    private static final int CONTACTS_AT_ONCE = 100;
    private static final List<Duration> PHASES =
            List.of(Duration.ofDays(1), Duration.ofDays(90), Duration.ofDays(180));

    private record Item(String customer, HistoryPlan.Message message, String wamid) {}

    private final MessageLedger ledger;
    private final WebhookEvents events;
    private final InstantSource clock;
    private final Scheduler timer;

    public HistorySync(
            MessageLedger ledger, WebhookEvents events, InstantSource clock, Scheduler timer) {
        this.ledger = ledger;
        this.events = events;
        this.clock = clock;
        this.timer = timer;
    }

    public void contacts(SimulatedNumber number) {
        soon(() -> {
            List<AddressBookEntry> entries = number.handset().contacts();
            for (int i = 0; i < entries.size(); i += CONTACTS_AT_ONCE) {
                int end = Math.min(entries.size(), i + CONTACTS_AT_ONCE);
                ObjectNode value = UpdateJson.value(number);
                ArrayNode changes = value.putArray("state_sync");
                for (AddressBookEntry entry : entries.subList(i, end)) {
                    ObjectNode one =
                            UpdateJson.contactChange(number, "add", entry, clock.instant());
                    one.path("state_sync").forEach(changes::add);
                }
                events.message(number, "smb_app_state_sync", value);
            }
        });
    }

    public void history(SimulatedNumber number) {
        soon(() -> {
            HistoryPlan plan = number.handset().history();
            Instant at = number.onboardedAt();
            Instant onboarded = at == null ? clock.instant() : at;
            if (plan.declined()) {
                ObjectNode value = UpdateJson.value(number);
                value.putArray("history")
                        .addObject()
                        .putArray("errors")
                        .add(GraphError.of(2593109).inWebhook());
                events.message(number, "history", value);
            } else {
                chunks(number, plan, onboarded);
            }
        });
    }

    private void chunks(SimulatedNumber number, HistoryPlan plan, Instant onboarded) {
        int total = Math.max(1, plan.size());
        int done = 0;
        List<Item> media = new ArrayList<>();
        for (int phase = 0; phase < PHASES.size(); phase++) {
            List<Item> items = itemsOf(plan, phase);
            for (int i = 0, chunk = 1; i < items.size(); i += plan.chunkSize(), chunk++) {
                List<Item> part = items.subList(i, Math.min(items.size(), i + plan.chunkSize()));
                done += part.size();
                ObjectNode value = UpdateJson.value(number);
                ObjectNode history = value.putArray("history").addObject();
                history.putObject("metadata")
                        .put("phase", phase)
                        .put("chunk_order", chunk)
                        .put("progress", 100 * done / total);
                threads(number, history.putArray("threads"), part, onboarded);
                events.message(number, "history", value);
            }
            items.stream()
                    .filter(HistorySync::isMedia)
                    .filter(i -> i.message().age().compareTo(MEDIA_KEPT) <= 0)
                    .forEach(media::add);
        }
        if (plan.size() == 0) {
            ObjectNode value = UpdateJson.value(number);
            ObjectNode history = value.putArray("history").addObject();
            history.putObject("metadata")
                    .put("phase", 2)
                    .put("chunk_order", 1)
                    .put("progress", 100);
            history.putArray("threads");
            events.message(number, "history", value);
        }
        media.forEach(item -> mediaDetail(number, item, onboarded));
    }

    private List<Item> itemsOf(HistoryPlan plan, int phase) {
        Duration from = phase == 0 ? Duration.ZERO : PHASES.get(phase - 1);
        Duration to = PHASES.get(phase);
        List<Item> items = new ArrayList<>();
        for (HistoryPlan.Thread thread : plan.threads()) {
            for (HistoryPlan.Message message : thread.messages()) {
                boolean late = phase > 0 && message.age().compareTo(from) <= 0;
                if (!late && message.age().compareTo(to) <= 0) {
                    items.add(new Item(thread.customer(), message, ledger.wamid()));
                }
            }
        }
        return items;
    }

    private void threads(
            SimulatedNumber number, ArrayNode threads, List<Item> items, Instant onboarded) {
        String current = "";
        ArrayNode messages = MetaJson.array();
        for (Item item : items) {
            if (!item.customer().equals(current)) {
                current = item.customer();
                ObjectNode thread = threads.addObject().put("id", current);
                thread.putObject("context")
                        .put("wa_id", current)
                        .put("user_id", CustomerIds.userId(current));
                messages = thread.putArray("messages");
            }
            ObjectNode message = head(number, messages.addObject(), item, onboarded);
            if (isMedia(item)) {
                message.put("type", "media_placeholder");
            } else {
                message.setAll(UpdateJson.copy(item.message().content()));
            }
            message.putObject("history_context").put("status", item.message().status());
        }
    }

    /** The media object of an earlier placeholder, under the same wamid. */
    private void mediaDetail(SimulatedNumber number, Item item, Instant onboarded) {
        ObjectNode value = UpdateJson.value(number);
        value.putArray("contacts")
                .add(UpdateJson.contact(CustomerProfile.of(item.customer(), "Customer")));
        String array = item.message().byOwner() ? "message_echoes" : "messages";
        ObjectNode message = head(number, value.putArray(array).addObject(), item, onboarded);
        message.setAll(UpdateJson.copy(item.message().content()));
        events.message(number, "history", value);
    }

    private static ObjectNode head(
            SimulatedNumber number, ObjectNode message, Item item, Instant onboarded) {
        if (item.message().byOwner()) {
            message.put("from", number.digits()).put("to", item.customer());
        } else {
            message.put("from", item.customer());
            message.put("from_user_id", CustomerIds.userId(item.customer()));
        }
        return message.put("id", item.wamid())
                .put("timestamp", UpdateJson.seconds(onboarded.minus(item.message().age())));
    }

    private static boolean isMedia(Item item) {
        return switch (MetaJson.string(item.message().content(), "type", "")) {
            case "image", "video", "audio", "document", "sticker" -> true;
            default -> false;
        };
    }

    private void soon(Runnable task) {
        timer.schedule(task, SOON.toNanos(), TimeUnit.NANOSECONDS);
    }
}
