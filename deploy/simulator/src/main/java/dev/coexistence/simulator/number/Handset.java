package dev.coexistence.simulator.number;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the owner's phone holds. Thread-safe. */
public final class Handset {
    private final Map<String, AddressBookEntry> addressBook = new LinkedHashMap<>();
    private HistoryPlan history = HistoryPlan.nothing();
    private @Nullable Instant openedAt;

    Handset() {}

    /** When the app was used last; null for never. */
    public synchronized @Nullable Instant openedAt() {
        return openedAt;
    }

    public synchronized void opened(@Nullable Instant at) {
        openedAt = at;
    }

    public synchronized void save(AddressBookEntry entry) {
        addressBook.put(entry.phone(), entry);
    }

    public synchronized void remove(String digits) {
        addressBook.remove(digits);
    }

    public synchronized List<AddressBookEntry> contacts() {
        return List.copyOf(addressBook.values());
    }

    /** What is shared when the history is asked for. */
    public synchronized HistoryPlan history() {
        return history;
    }

    public synchronized void share(HistoryPlan plan) {
        history = plan;
    }
}
