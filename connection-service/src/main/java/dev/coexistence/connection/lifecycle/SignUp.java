package dev.coexistence.connection.lifecycle;

import dev.coexistence.connection.policy.BusinessNumber;
import java.time.Instant;
import java.util.UUID;

/**
 * The request of a sign-up. The id is the connection's too.
 *
 * @param tenant whose it is; all else is fixed, while an operator of the platform may move it
 */
public record SignUp(
        UUID id,
        String tenant,
        BusinessNumber number,
        ConnectionMode mode,
        String edition,
        Period period) {

    /** From the start until it counts as given up. */
    public record Period(Instant startedAt, Instant expiresAt) {}

    SignUp withTenant(String next) {
        return new SignUp(id, next, number, mode, edition, period);
    }
}
