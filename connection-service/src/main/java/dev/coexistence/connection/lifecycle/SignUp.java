package dev.coexistence.connection.lifecycle;

import dev.coexistence.connection.policy.BusinessNumber;
import java.time.Instant;
import java.util.UUID;

/** The request of a sign-up; fixed. The id is the connection's too. */
public record SignUp(
        UUID id, BusinessNumber number, ConnectionMode mode, String edition, Period period) {

    /** From the start until it counts as given up. */
    public record Period(Instant startedAt, Instant expiresAt) {}
}
