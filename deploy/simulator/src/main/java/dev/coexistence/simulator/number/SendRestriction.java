package dev.coexistence.simulator.number;

import dev.coexistence.simulator.wire.GraphError;

/**
 * Restriction by which Meta refuses sends of a number.
 *
 * @param error what each refused send is answered with
 * @param scope which sends
 * @param everywhere whether every other Graph call for the number's account is refused too, as with
 *     a token that ended
 */
public record SendRestriction(GraphError error, Scope scope, boolean everywhere) {

    /** The sends that a restriction touches. */
    public enum Scope {
        ALL,
        /** Templates. */
        BUSINESS_INITIATED,
        /** Answers within the customer's 24 h. */
        CUSTOMER_INITIATED
    }

    /** Every send is refused with this code; 0 and 190 speak of the token, so of every call. */
    public static SendRestriction of(GraphError error) {
        return new SendRestriction(error, Scope.ALL, error.code() == 0 || error.code() == 190);
    }

    public boolean covers(boolean template) {
        return switch (scope) {
            case ALL -> true;
            case BUSINESS_INITIATED -> template;
            case CUSTOMER_INITIATED -> !template;
        };
    }
}
