package dev.coexistence.simulator.graph;

/**
 * Which of Meta's limits hold.
 *
 * @param budget 130429 above N in any sliding second
 * @param countInbound inbound messages and echoes use up the budget
 * @param pairLimit 131056 above one per 6 s and user, burst 45
 * @param window 131047 outside the customer's 24 h
 * @param token 190 without a valid token
 * @param templates sends are held against the templates of their account
 */
public record Rules(
        boolean budget,
        boolean countInbound,
        boolean pairLimit,
        boolean window,
        boolean token,
        boolean templates) {

    public Rules withCountInbound(boolean counted) {
        return new Rules(budget, counted, pairLimit, window, token, templates);
    }

    public Rules withBudget(boolean enforced) {
        return new Rules(enforced, countInbound, pairLimit, window, token, templates);
    }

    public Rules withPairLimit(boolean enforced) {
        return new Rules(budget, countInbound, enforced, window, token, templates);
    }

    public Rules withWindow(boolean enforced) {
        return new Rules(budget, countInbound, pairLimit, enforced, token, templates);
    }

    public Rules withToken(boolean checked) {
        return new Rules(budget, countInbound, pairLimit, window, checked, templates);
    }

    public Rules withTemplates(boolean enforced) {
        return new Rules(budget, countInbound, pairLimit, window, token, enforced);
    }
}
