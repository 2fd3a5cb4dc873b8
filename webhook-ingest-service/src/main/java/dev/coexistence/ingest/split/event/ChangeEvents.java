package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.json.Json;
import java.util.Objects;
import java.util.Set;

/**
 * Reader of each field's items: knows which arrays a field has and which events their items are.
 * Whatever else stands in a change becomes an account event, so nothing is lost. Thread-safe.
 */
public final class ChangeEvents {
    private static final Set<String> SHARED =
            Set.of("messaging_product", "metadata", "contacts", "field", "object");
    private static final Set<String> LIVE = Set.of("messages", "message_echoes", "statuses");
    private static final Set<String> LIVE_AND_STANDBY =
            Set.of("messages", "message_echoes", "statuses", "standby");
    private static final Set<String> HISTORY =
            Set.of("history", "messages", "message_echoes", "errors");

    private final NumberDirectory numbers;

    public ChangeEvents(NumberDirectory numbers) {
        this.numbers = numbers;
    }

    /** Adds every item of the change to the result, at least one. */
    public void split(WebhookChange change, SplitResult result) {
        int before = result.size();
        switch (change.field()) {
            case "messages", "standby" -> {
                addMessages(change, result);
                addRest(change, addStandby(change, result) ? LIVE_AND_STANDBY : LIVE, result);
            }
            case "smb_message_echoes", "message_echoes" -> {
                var messages = new MessageEvents(change);
                addEach(change, "message_echoes", messages::echo, result);
                addEach(change, "messages", messages::echo, result);
                addEach(change, "statuses", new StatusEvents(change)::status, result);
                addRest(change, LIVE, result);
            }
            case "smb_app_state_sync" -> {
                addEach(change, "state_sync", new ContactChanges(change)::contact, result);
                addRest(change, Set.of("state_sync"), result);
            }
            case "history" -> {
                new HistoryEvents(change, result).split();
                addRest(change, HISTORY, result);
            }
            case "user_preferences", "user_id_update", "messaging_handovers" ->
                    addPersons(change, result);
            default -> {}
        }
        if (result.size() == before) {
            addWhole(change, new AccountEvents(change, numbers)::wholeChange, result);
        }
    }

    private static void addMessages(WebhookChange change, SplitResult result) {
        var messages = new MessageEvents(change);
        addEach(change, "messages", messages::inbound, result);
        addEach(change, "message_echoes", messages::echo, result);
        addEach(change, "statuses", new StatusEvents(change)::status, result);
    }

    /**
     * Adds what Meta's agent holds of a thread: it stands one level deeper, with the number
     * outside.
     *
     * @return false where nothing of that form is there
     */
    private boolean addStandby(WebhookChange change, SplitResult result) {
        int before = result.size();
        for (var place : change.items("standby")) {
            if (place.json() instanceof Json.Obj object) {
                WebhookChange nested = change.nest("standby", object, place.path());
                addMessages(nested, result);
                addRest(nested, LIVE, result);
            } else {
                result.add(
                        change.document(),
                        place,
                        item -> new AccountEvents(change, numbers).sibling("standby", item));
            }
        }
        return result.size() > before;
    }

    private void addPersons(WebhookChange change, SplitResult result) {
        int before = result.size();
        addEach(change, change.field(), new PersonEvents(change, numbers)::person, result);
        if (result.size() > before) {
            addRest(change, Set.of(change.field()), result);
        } else if (change.field().equals("messaging_handovers")) {
            // Its value is the one item.
            addWhole(change, new PersonEvents(change, numbers)::person, result);
        }
    }

    private static void addWhole(
            WebhookChange change, SplitResult.ItemReader reader, SplitResult result) {
        result.add(change.document(), new Json.Place(change.json(), change.path()), reader);
    }

    private static void addEach(
            WebhookChange change, String key, SplitResult.ItemReader reader, SplitResult result) {
        result.addEach(change.document(), change.items(key), reader);
    }

    /** Adds what stands beside the arrays that the field is known for. */
    private void addRest(WebhookChange change, Set<String> known, SplitResult result) {
        var account = new AccountEvents(change, numbers);
        for (String key : change.value().members().keySet()) {
            if (known.contains(key) || SHARED.contains(key) || !change.value().has(key)) {
                continue;
            }
            SplitResult.ItemReader reader = item -> account.sibling(key, item);
            if (key.equals("errors")) {
                addEach(change, key, reader, result);
            } else {
                var json = Objects.requireNonNull(change.value().get(key));
                var place = new Json.Place(json, Json.pointer(change.path(), key));
                result.add(change.document(), place, reader);
            }
        }
    }
}
