package dev.coexistence.simulator.number;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One business number; everything that changes is guarded by its own lock. */
public final class SimulatedNumber {
    private static final Duration REGISTRATION_WINDOW = Duration.ofHours(72);
    private static final int REGISTRATIONS = 10;
    private static final int READS_KEPT = 1_000;

    /** State of the number. */
    public enum State {
        NEW,
        SIGNED_UP,
        CONNECTED,
        OFFBOARDED,
        REMOVED
    }

    /** Meta's quality rating of the number. */
    public enum Quality {
        GREEN,
        YELLOW,
        RED,
        UNKNOWN
    }

    /** A synchronisation that may be requested once per onboarding. */
    public enum Sync {
        CONTACTS,
        HISTORY
    }

    private final String phoneNumberId;
    private final String wabaId;
    private final String displayPhoneNumber;
    private final String verifiedName;
    private final NumberTraffic traffic;
    private final PhoneStorage handset = new PhoneStorage();
    private final NumberAudience audience = new NumberAudience();

    final Set<Sync> asked = EnumSet.noneOf(Sync.class);
    State state = State.NEW;
    boolean onBusinessApp;
    boolean registered;
    int budgetOverride;
    Quality quality = Quality.GREEN;
    @Nullable SignUpMode mode;
    @Nullable String pin;
    @Nullable Instant onboardedAt;

    private final Deque<Instant> registrations = new ArrayDeque<>();
    private final Deque<String> readByBusiness = new ArrayDeque<>();
    private @Nullable SendRestriction restriction;
    private @Nullable String overrideCallback;

    SimulatedNumber(NumberSpec spec, String phoneNumberId, String wabaId) {
        this.phoneNumberId = phoneNumberId;
        this.wabaId = wabaId;
        this.displayPhoneNumber = spec.displayPhoneNumber();
        String name = spec.verifiedName();
        this.verifiedName = name == null ? "Sample Shop" : name;
        this.traffic = new NumberTraffic(spec.windowAlwaysOpen());
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

    public String digits() {
        return CustomerIds.digits(displayPhoneNumber);
    }

    public NumberTraffic traffic() {
        return traffic;
    }

    public PhoneStorage handset() {
        return handset;
    }

    public NumberAudience audience() {
        return audience;
    }

    // ---- where it stands

    public synchronized State state() {
        return state;
    }

    public synchronized boolean isOnBusinessApp() {
        return onBusinessApp;
    }

    public synchronized @Nullable SignUpMode mode() {
        return mode;
    }

    public synchronized boolean coexists() {
        return onBusinessApp && mode == SignUpMode.COEXISTENCE;
    }

    public synchronized boolean connected() {
        return state == State.CONNECTED && onCloudApi();
    }

    /** Tells whether the Cloud API knows the number. */
    public synchronized boolean onCloudApi() {
        return switch (state) {
            case NEW, REMOVED -> false;
            case SIGNED_UP, CONNECTED, OFFBOARDED -> registered || coexists();
        };
    }

    public synchronized boolean isRegistered() {
        return registered;
    }

    public synchronized @Nullable Instant onboardedAt() {
        return onboardedAt;
    }

    // ---- what Meta does to it

    /** The level in force now. */
    public synchronized int budgetPerSecond() {
        if (budgetOverride > 0) {
            return budgetOverride;
        }
        return onBusinessApp ? 20 : 80;
    }

    /** 0 restores the mode's own. */
    public synchronized void budgetPerSecond(int perSecond) {
        budgetOverride = perSecond;
    }

    /** The restriction in force; null without one. */
    public synchronized @Nullable SendRestriction restriction() {
        return restriction;
    }

    public synchronized void restrict(@Nullable SendRestriction newest) {
        restriction = newest;
    }

    public synchronized Quality quality() {
        return quality;
    }

    public synchronized void rate(Quality newest) {
        quality = newest;
    }

    public synchronized boolean flagged() {
        return quality == Quality.RED;
    }

    // ---- what ties it to the Cloud API

    /** The popup was finished; null, or why the phone cannot do what was chosen. */
    public synchronized @Nullable String signUp(SignUpMode chosen, Instant now) {
        if (state == State.CONNECTED || state == State.OFFBOARDED) {
            return "the number is connected; it has to be disconnected first";
        }
        if (chosen == SignUpMode.COEXISTENCE && !onBusinessApp) {
            return "the number is not on the WhatsApp Business app";
        }
        mode = chosen;
        onboardedAt = now;
        handset.recordOpening(now);
        asked.clear();
        registered = false;
        if (chosen == SignUpMode.COEXISTENCE) {
            state = State.CONNECTED;
        } else {
            onBusinessApp = false;
            state = State.SIGNED_UP;
        }
        return null;
    }

    /** Counts a call to register or deregister; false where there were too many of late. */
    public synchronized boolean countRegistration(Instant now) {
        registrations.removeIf(at -> now.isAfter(at.plus(REGISTRATION_WINDOW)));
        return registrations.size() < REGISTRATIONS && registrations.add(now);
    }

    public synchronized @Nullable String pin() {
        return pin;
    }

    public synchronized void pin(String newest) {
        pin = newest;
    }

    public synchronized void register(String with) {
        pin = with;
        registered = true;
        state = State.CONNECTED;
    }

    public synchronized void deregister() {
        registered = false;
        state = State.SIGNED_UP;
    }

    /** False where it was asked for before. */
    public synchronized boolean ask(Sync kind) {
        return asked.add(kind);
    }

    /** Synchronisations requested since the sign-up. */
    public synchronized List<Sync> asked() {
        return List.copyOf(asked);
    }

    /** Callback URL of its own; null for the app's. */
    public synchronized @Nullable String overrideCallback() {
        return overrideCallback;
    }

    public synchronized void overrideCallback(@Nullable String callback) {
        overrideCallback = callback;
    }

    /** The business has read a message: a line for each time, the oldest go first. */
    public synchronized void readByBusiness(String wamid) {
        readByBusiness.add(wamid);
        if (readByBusiness.size() > READS_KEPT) {
            readByBusiness.remove();
        }
    }

    public synchronized List<String> readByBusiness() {
        return List.copyOf(readByBusiness);
    }

    // ---- what ties it to the app

    /** False where it was not connected. */
    public synchronized boolean offboard() {
        boolean was = connected();
        if (was) {
            state = State.OFFBOARDED;
        }
        return was;
    }

    /** False where it was not offboarded. */
    public synchronized boolean reconnect(Instant now) {
        boolean was = state == State.OFFBOARDED;
        if (was) {
            state = State.CONNECTED;
            handset.recordOpening(now);
        }
        return was;
    }

    /** False where there was no link to end. */
    public synchronized boolean remove() {
        boolean was = connected() || state == State.OFFBOARDED;
        if (was) {
            state = State.REMOVED;
            registered = false;
            asked.clear();
        }
        return was;
    }
}
