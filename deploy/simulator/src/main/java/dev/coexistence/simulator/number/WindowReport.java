package dev.coexistence.simulator.number;

/**
 * Exact count of one number's traffic.
 *
 * @param accepted sends accepted
 * @param refused sends refused
 * @param worstSecond most sends in any sliding second, refused ones included
 * @param worstAccepted most accepted sends in any sliding second
 * @param worstCounted most of everything that counts: accepted sends, inbound messages, echoes
 * @param budget the level in force
 * @param usedShare accepted sends against the budget, from the first arrival to the last
 * @param firstNanos first arrival, 0 for none
 * @param lastNanos last arrival, 0 for none
 */
public record WindowReport(
        long accepted,
        long refused,
        int worstSecond,
        int worstAccepted,
        int worstCounted,
        int budget,
        double usedShare,
        long firstNanos,
        long lastNanos) {}
