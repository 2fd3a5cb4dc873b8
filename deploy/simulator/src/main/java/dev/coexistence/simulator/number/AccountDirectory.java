package dev.coexistence.simulator.number;

import dev.coexistence.simulator.wire.BadRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The numbers, their WABAs, the codes of finished popups and the tokens they were exchanged for.
 */
public final class AccountDirectory {
    private static final Duration CODE_LIFE = Duration.ofSeconds(30);

    /** A WABA's subscription. */
    public record Waba(String id, boolean subscribed, @Nullable String override) {}

    private record Code(String wabaId, Instant at) {}

    private final Map<String, SimulatedNumber> numbers = new ConcurrentHashMap<>();
    private final Map<String, Waba> wabas = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Map<String, String> newest = new ConcurrentHashMap<>();
    private final Map<String, Code> codes = new LinkedHashMap<>();
    private final InstantSource clock;
    private final long origin;
    private long next = 1;

    /** Takes a number that differs from one start to the next, so that ids do too. */
    public AccountDirectory(InstantSource clock, long origin) {
        this.clock = clock;
        this.origin = origin;
    }

    public synchronized SimulatedNumber add(NumberSpec spec) throws BadRequest {
        String digits = CustomerIds.digits(spec.displayPhoneNumber());
        if (digits.length() < 7) {
            throw new BadRequest("displayPhoneNumber is not a phone number");
        }
        String id = spec.phoneNumberId() == null ? fresh('1') : spec.phoneNumberId();
        String waba = spec.wabaId() == null ? fresh('2') : spec.wabaId();
        if (numbers.containsKey(id)) {
            throw new BadRequest("phoneNumberId is taken");
        }
        SimulatedNumber number = new SimulatedNumber(spec, id, waba);
        if (spec.connected()) {
            number.state = SimulatedNumber.State.CONNECTED;
            number.mode = spec.onBusinessApp() ? SignUpMode.COEXISTENCE : SignUpMode.FULL_MIGRATION;
            number.registered = !spec.onBusinessApp();
            number.onboardedAt = clock.instant();
            wabas.put(waba, new Waba(waba, true, null));
            token(waba);
        } else {
            wabas.putIfAbsent(waba, new Waba(waba, false, null));
        }
        number.handset().recordOpening(clock.instant());
        numbers.put(id, number);
        return number;
    }

    public @Nullable SimulatedNumber number(String phoneNumberId) {
        return numbers.get(phoneNumberId);
    }

    public @Nullable SimulatedNumber byPhone(String phone) {
        String digits = CustomerIds.digits(phone);
        return all().stream().filter(n -> n.digits().equals(digits)).findFirst().orElse(null);
    }

    public List<SimulatedNumber> all() {
        List<SimulatedNumber> all = new ArrayList<>(numbers.values());
        all.sort((a, b) -> a.phoneNumberId().compareTo(b.phoneNumberId()));
        return all;
    }

    public List<SimulatedNumber> numbersOf(String wabaId) {
        return all().stream().filter(n -> n.wabaId().equals(wabaId)).toList();
    }

    public void remove(String phoneNumberId) {
        numbers.remove(phoneNumberId);
    }

    public boolean knowsWaba(String wabaId) {
        return wabas.containsKey(wabaId);
    }

    public Waba waba(String wabaId) {
        return wabas.getOrDefault(wabaId, new Waba(wabaId, false, null));
    }

    public void put(Waba waba) {
        wabas.put(waba.id(), waba);
    }

    /** The WABA's newest token, made when there is none. */
    public synchronized String token(String wabaId) {
        String known = newestToken(wabaId);
        return known == null ? newToken(wabaId) : known;
    }

    public @Nullable String newestToken(String wabaId) {
        return newest.get(wabaId);
    }

    public @Nullable String wabaOf(String token) {
        return tokens.get(token);
    }

    /** The tokens of a WABA are worth nothing from now on. */
    public synchronized void endTokens(String wabaId) {
        tokens.values().removeIf(wabaId::equals);
        newest.remove(wabaId);
    }

    public synchronized String newCode(String wabaId) {
        String code = "AQ" + fresh('3') + "-code";
        codes.put(code, new Code(wabaId, clock.instant()));
        return code;
    }

    /** The token for a code, once; null for a code unknown, used or too old. */
    public synchronized @Nullable String exchange(String code) {
        Code known = codes.remove(code);
        if (known == null || clock.instant().isAfter(known.at().plus(CODE_LIFE))) {
            return null;
        }
        return newToken(known.wabaId());
    }

    public List<Waba> wabas() {
        return wabas.values().stream().sorted(Comparator.comparing(Waba::id)).toList();
    }

    Map<String, String> tokens() {
        return new TreeMap<>(tokens);
    }

    void restore(SimulatedNumber number) {
        numbers.put(number.phoneNumberId(), number);
    }

    void restoreToken(String token, String wabaId) {
        tokens.put(token, wabaId);
        newest.put(wabaId, token);
    }

    public synchronized void clear() {
        numbers.clear();
        wabas.clear();
        tokens.clear();
        newest.clear();
        codes.clear();
    }

    private String newToken(String wabaId) {
        String token = "EAASIM" + fresh('4');
        tokens.put(token, wabaId);
        newest.put(wabaId, token);
        return token;
    }

    private synchronized String fresh(char kind) {
        return kind + Long.toString(origin) + String.format("%05d", next++);
    }
}
