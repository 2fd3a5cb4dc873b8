package dev.coexistence.conversation.projection.conversation;

import dev.coexistence.conversation.database.ArrayParameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Tenants of numbers, for the rows that bear them too. */
final class NumberTenants {
    private NumberTenants() {}

    /** Tenants by number; a number that is nobody's is missing. */
    static Map<String, String> load(Connection connection, Collection<String> numbers)
            throws SQLException {
        var tenants = new HashMap<String, String>();
        if (numbers.isEmpty()) {
            return tenants;
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select phone_number_id, tenant from number"
                                + " where phone_number_id = any (?) and tenant is not null")) {
            statement.setArray(1, ArrayParameters.texts(connection, numbers));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tenants.put(row.getString(1), row.getString(2));
                }
            }
        }
        return tenants;
    }
}
