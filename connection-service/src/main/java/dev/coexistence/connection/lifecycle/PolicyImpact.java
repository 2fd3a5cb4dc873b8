package dev.coexistence.connection.lifecycle;

import dev.coexistence.connection.policy.PolicyEdition;
import java.util.ArrayList;
import java.util.List;

/**
 * The differences that a change of edition makes for one connected number.
 *
 * @param changes in words: what was, what will be
 */
public record PolicyImpact(String phoneNumberId, String country, List<String> changes) {

    /** The connections that are touched; others are left out. */
    public static List<PolicyImpact> of(
            List<Connection> connections, PolicyEdition from, PolicyEdition to) {
        return connections.stream()
                .filter(connection -> connection.state() instanceof ConnectionState.Live)
                .map(connection -> of(connection, from, to))
                .filter(impact -> !impact.changes().isEmpty())
                .toList();
    }

    public static PolicyImpact of(Connection connection, PolicyEdition from, PolicyEdition to) {
        var changes = new ArrayList<String>();
        String country = connection.signUp().number().country();
        if (connection.mode() == ConnectionMode.COEXISTENCE) {
            compare(
                    changes,
                    "availability",
                    from.coexistenceIn(country),
                    to.coexistenceIn(country));
            compare(
                    changes,
                    "disabled features",
                    from.disabledFeatureNames(),
                    to.disabledFeatureNames());
            compare(
                    changes,
                    "budget per second",
                    from.budgets().coexistence(),
                    to.budgets().coexistence());
            compare(changes, "activity rule", from.activity(), to.activity());
        } else {
            compare(
                    changes,
                    "budget per second",
                    from.budgets().fullMigration(),
                    to.budgets().fullMigration());
        }
        return new PolicyImpact(connection.facts().phoneNumberId(), country, changes);
    }

    private static void compare(List<String> changes, String what, Object before, Object after) {
        if (!before.equals(after)) {
            changes.add(what + ": " + before + " becomes " + after);
        }
    }
}
