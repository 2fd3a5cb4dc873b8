package dev.coexistence.simulator.fault;

import dev.coexistence.simulator.wire.GraphError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Misbehaviour on request.
 *
 * @param kind what happens
 * @param says what Meta says, for REFUSE, FAILED_STATUS and the errors
 * @param delay for LATENCY and GHOST; null = never, for GHOST
 * @param hang how long a timeout keeps the connection
 * @param where which calls are meant
 * @param times how often; 0 = until deleted
 * @param probability of each matching call
 * @param seed of that chance
 */
public record Fault(
        Kind kind,
        Says says,
        @Nullable Duration delay,
        Duration hang,
        Where where,
        long times,
        double probability,
        long seed) {

    /** Kind of misbehaviour. */
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
     * Error that Meta answers with.
     *
     * @param code Meta's error code; 0 for none
     * @param subcode {@code error_subcode}; 0 for none
     * @param status the HTTP status, for the errors
     * @param details in place of the code's usual details; null for those
     */
    public record Says(int code, int subcode, int status, @Nullable String details) {
        static final Says NOTHING = new Says(0, 0, 500, null);

        /** The error, with the HTTP status that belongs to its code. */
        GraphError error(int otherwise) {
            GraphError plain = GraphError.of(code == 0 ? otherwise : code).withSubcode(subcode);
            return details == null ? plain : plain.withDetails(details);
        }
    }

    /**
     * Selector of the calls that a fault strikes.
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
                Says.NOTHING,
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

    public int code() {
        return says.code();
    }

    public int status() {
        return says.status();
    }

    /** The answer to a call that this fault refuses. */
    public GraphError error() {
        return says.error(0);
    }

    /** A failure of Meta's own servers: the HTTP status asked for, the code or this one. */
    public GraphError serverError(int otherwise) {
        GraphError plain = says.error(otherwise);
        return new GraphError(
                plain.code(), status(), plain.title(), plain.details(), plain.subcode());
    }

    public Fault withCode(int other) {
        return saying(new Says(other, says.subcode(), says.status(), says.details()));
    }

    public Fault withSubcode(int other) {
        return saying(new Says(says.code(), other, says.status(), says.details()));
    }

    public Fault withDetails(String other) {
        return saying(new Says(says.code(), says.subcode(), says.status(), other));
    }

    public Fault withStatus(int other) {
        return saying(new Says(says.code(), says.subcode(), other, says.details()));
    }

    private Fault saying(Says other) {
        return new Fault(kind, other, delay, hang, where, times, probability, seed);
    }

    public Fault withDelay(@Nullable Duration other) {
        return new Fault(kind, says, other, hang, where, times, probability, seed);
    }

    public Fault withHang(Duration other) {
        return new Fault(kind, says, delay, other, where, times, probability, seed);
    }

    public Fault forNumber(String phoneNumberId) {
        Where other = new Where(phoneNumberId, where.to, where.endpoint);
        return new Fault(kind, says, delay, hang, other, times, probability, seed);
    }

    public Fault to(String recipient) {
        Where other = new Where(where.phoneNumberId, address(recipient), where.endpoint);
        return new Fault(kind, says, delay, hang, other, times, probability, seed);
    }

    /** A phone number's digits; a user id or group id as it is. */
    public static String address(String recipient) {
        return recipient.matches("[\\d\\s().+-]+") ? recipient.replaceAll("\\D", "") : recipient;
    }

    public Fault at(String endpoint) {
        Where other = new Where(where.phoneNumberId, where.to, endpoint);
        return new Fault(kind, says, delay, hang, other, times, probability, seed);
    }

    public Fault times(long count) {
        return new Fault(kind, says, delay, hang, where, count, probability, seed);
    }

    /** Until it is removed. */
    public Fault always() {
        return times(0);
    }

    public Fault withProbability(double chance, long chanceSeed) {
        return new Fault(kind, says, delay, hang, where, times, chance, chanceSeed);
    }
}
