package dev.coexistence.simulator.number;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Address book, history and last use of the app on the owner's phone. Thread-safe. */
public final class PhoneStorage {
    private final Map<String, AddressBookEntry> addressBook = new LinkedHashMap<>();
    private HistoryPlan history = HistoryPlan.nothing();
    private @Nullable Instant openedAt;

    PhoneStorage() {}

    /** Last use of the app; null for never. */
    public synchronized @Nullable Instant openedAt() {
        return openedAt;
    }

    public synchronized void recordOpening(@Nullable Instant at) {
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

    /** The history that the phone shares on request. */
    public synchronized HistoryPlan history() {
        return history;
    }

    public synchronized void share(HistoryPlan plan) {
        history = plan;
    }
}
