package dev.coexistence.simulator;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One business number; everything that changes is guarded by its own lock. */
public final class SimulatedNumber {
    /** Where it stands. */
    public enum State {
        NEW,
        SIGNED_UP,
        CONNECTED,
        OFFBOARDED,
        REMOVED
    }

    /** What customers think of what the number sends, as Meta rates it. */
    public enum Quality {
        GREEN,
        YELLOW,
        RED,
        UNKNOWN
    }

    /** What can be asked for once per onboarding. */
    enum Sync {
        CONTACTS,
        HISTORY
    }

    private final String phoneNumberId;
    private final String wabaId;
    private final String displayPhoneNumber;
    private final String verifiedName;
    private final boolean windowAlwaysOpen;

    final Judge judge = new Judge();
    final PairLimit pairs = new PairLimit();
    final CustomerWindows windows = new CustomerWindows();
    final Set<Sync> asked = EnumSet.noneOf(Sync.class);
    final Deque<Instant> registrations = new ArrayDeque<>();

    /** Ids of messages that the business has read, a line for each request; the oldest go first. */
    final Deque<String> readByBusiness = new ArrayDeque<>();

    final Map<String, AddressBookEntry> addressBook = new LinkedHashMap<>();
    HistoryPlan history = HistoryPlan.nothing();
    State state = State.NEW;
    boolean onBusinessApp;
    boolean registered;
    int budgetOverride;
    int restriction;
    Quality quality = Quality.GREEN;
    @Nullable SignUpMode mode;
    @Nullable String pin;
    @Nullable Instant onboardedAt;
    @Nullable Instant appOpenedAt;
    @Nullable String overrideCallback;

    SimulatedNumber(NumberSpec spec, String phoneNumberId, String wabaId) {
        this.phoneNumberId = phoneNumberId;
        this.wabaId = wabaId;
        this.displayPhoneNumber = spec.displayPhoneNumber();
        String name = spec.verifiedName();
        this.verifiedName = name == null ? "Sample Shop" : name;
        this.windowAlwaysOpen = spec.windowAlwaysOpen();
        this.onBusinessApp = spec.onBusinessApp();
        this.budgetOverride = spec.budgetPerSecond();
    }

    public String phoneNumberId() {
        return phoneNumberId;
    }

    public String wabaId() {
        return wabaId;
    }

    public String displayPhoneNumber() {
        return displayPhoneNumber;
    }

    public String verifiedName() {
        return verifiedName;
    }

    public synchronized State state() {
        return state;
    }

    public synchronized boolean isOnBusinessApp() {
        return onBusinessApp;
    }

    /** The level in force now. */
    public synchronized int budgetPerSecond() {
        if (budgetOverride > 0) {
            return budgetOverride;
        }
        return onBusinessApp ? 20 : 80;
    }

    synchronized boolean flagged() {
        return quality == Quality.RED;
    }

    synchronized void rate(Quality newest) {
        quality = newest;
    }

    String digits() {
        return Customers.digits(displayPhoneNumber);
    }

    boolean windowAlwaysOpen() {
        return windowAlwaysOpen;
    }

    boolean coexists() {
        return onBusinessApp && mode == SignUpMode.COEXISTENCE;
    }

    boolean connected() {
        return state == State.CONNECTED && onCloudApi();
    }

    /** Whether the Cloud API knows the number. */
    boolean onCloudApi() {
        return switch (state) {
            case NEW, REMOVED -> false;
            case SIGNED_UP, CONNECTED, OFFBOARDED -> registered || coexists();
        };
    }
}
