package dev.coexistence.simulator.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Misbehaviour on request.
 *
 * @param kind what happens
 * @param code Meta's error code, for REFUSE and FAILED_STATUS
 * @param status the HTTP status, for the errors
 * @param delay for LATENCY and GHOST; null = never, for GHOST
 * @param hang how long a timeout keeps the connection
 * @param where which calls are meant
 * @param times how often; 0 = until deleted
 * @param probability of each matching call
 * @param seed of that chance
 */
public record Fault(
        Kind kind,
        int code,
        int status,
        @Nullable Duration delay,
        Duration hang,
        Where where,
        long times,
        double probability,
        long seed) {

    /** What happens. */
    public enum Kind {
        REFUSE,
        TIMEOUT_AFTER_ACCEPTANCE,
        TIMEOUT_BEFORE_ACCEPTANCE,
        ERROR_AFTER_ACCEPTANCE,
        ERROR_BEFORE_ACCEPTANCE,
        RESET_AFTER_ACCEPTANCE,
        RESET_BEFORE_ACCEPTANCE,
        LATENCY,
        FAILED_STATUS,
        NO_STATUS,
        GHOST
    }

    /**
     * Which calls.
     *
     * @param phoneNumberId null = any
     * @param to null = any recipient
     * @param endpoint last part of the path: messages, register, smb_app_data, access_token, …
     */
    public record Where(@Nullable String phoneNumberId, @Nullable String to, String endpoint) {
        boolean covers(String path, String number, String recipient) {
            return endpoint.equals(path)
                    && (phoneNumberId == null || phoneNumberId.equals(number))
                    && (to == null || to.equals(recipient));
        }
    }

    public Fault {
        if (probability <= 0 || probability > 1) {
            throw new IllegalArgumentException(
                    "probability must be above 0 and at most 1, was " + probability);
        }
    }

    /** Every later call like it. */
    public static Fault of(Kind kind) {
        return new Fault(
                kind,
                0,
                500,
                Duration.ofMillis(200),
                Duration.ofMinutes(1),
                new Where(null, null, "messages"),
                1,
                1,
                1);
    }

    public static Fault refuse(int code) {
        Fault plain = of(Kind.REFUSE);
        return plain.withCode(code);
    }

    public static Fault failedStatus(int code) {
        return of(Kind.FAILED_STATUS).withCode(code);
    }

    public static Fault latency(Duration delay) {
        return of(Kind.LATENCY).withDelay(delay);
    }

    public Fault withCode(int other) {
        return new Fault(kind, other, status, delay, hang, where, times, probability, seed);
    }

    public Fault withStatus(int other) {
        return new Fault(kind, code, other, delay, hang, where, times, probability, seed);
    }

    public Fault withDelay(@Nullable Duration other) {
        return new Fault(kind, code, status, other, hang, where, times, probability, seed);
    }

    public Fault withHang(Duration other) {
        return new Fault(kind, code, status, delay, other, where, times, probability, seed);
    }

    public Fault forNumber(String phoneNumberId) {
        Where other = new Where(phoneNumberId, where.to, where.endpoint);
        return new Fault(kind, code, status, delay, hang, other, times, probability, seed);
    }

    public Fault to(String recipient) {
        Where other =
                new Where(where.phoneNumberId, recipient.replaceAll("\\D", ""), where.endpoint);
        return new Fault(kind, code, status, delay, hang, other, times, probability, seed);
    }

    public Fault at(String endpoint) {
        Where other = new Where(where.phoneNumberId, where.to, endpoint);
        return new Fault(kind, code, status, delay, hang, other, times, probability, seed);
    }

    public Fault times(long count) {
        return new Fault(kind, code, status, delay, hang, where, count, probability, seed);
    }

    /** Until it is removed. */
    public Fault always() {
        return times(0);
    }

    public Fault withProbability(double chance, long chanceSeed) {
        return new Fault(kind, code, status, delay, hang, where, times, chance, chanceSeed);
    }
}
