package dev.coexistence.simulator.graph;

/**
 * Meta's limits that the simulator enforces.
 *
 * @param budget 130429 above N in any sliding second
 * @param countInbound inbound messages and echoes use up the budget
 * @param pairLimit 131056 above one per 6 s and user, burst 45
 * @param window 131047 outside the customer's 24 h
 * @param token 190 without a valid token
 * @param templates sends are held against the templates of their account
 */
public record EnforcedLimits(
        boolean budget,
        boolean countInbound,
        boolean pairLimit,
        boolean window,
        boolean token,
        boolean templates) {

    public EnforcedLimits withCountInbound(boolean counted) {
        return new EnforcedLimits(budget, counted, pairLimit, window, token, templates);
    }

    public EnforcedLimits withBudget(boolean enforced) {
        return new EnforcedLimits(enforced, countInbound, pairLimit, window, token, templates);
    }

    public EnforcedLimits withPairLimit(boolean enforced) {
        return new EnforcedLimits(budget, countInbound, enforced, window, token, templates);
    }

    public EnforcedLimits withWindow(boolean enforced) {
        return new EnforcedLimits(budget, countInbound, pairLimit, enforced, token, templates);
    }

    public EnforcedLimits withToken(boolean checked) {
        return new EnforcedLimits(budget, countInbound, pairLimit, window, checked, templates);
    }

    public EnforcedLimits withTemplates(boolean enforced) {
        return new EnforcedLimits(budget, countInbound, pairLimit, window, token, enforced);
    }
}
