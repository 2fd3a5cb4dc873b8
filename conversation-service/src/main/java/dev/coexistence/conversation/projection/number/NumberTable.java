package dev.coexistence.conversation.projection.number;

import dev.coexistence.conversation.database.ArrayParameters;
import dev.coexistence.conversation.fact.Fact.ConnectionRecorded;
import dev.coexistence.database.ColumnBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** Table of numbers, and the advisory lock that one writer at a time holds on each. */
public final class NumberTable {
    private static final ColumnBatch<ConnectionRecorded> ROWS =
            ColumnBatch.<ConnectionRecorded>into("number")
                    .text("phone_number_id", ConnectionRecorded::phoneNumberId)
                    .text("connection_id", ConnectionRecorded::connectionId)
                    .bigint("epoch", ConnectionRecorded::epoch)
                    .bigint("version", ConnectionRecorded::version)
                    .text("state", ConnectionRecorded::state)
                    .text("mode", ConnectionRecorded::mode)
                    .bigint("budget_per_second", ConnectionRecorded::budgetPerSecond)
                    .text("display_phone_number", c -> c.face().displayPhoneNumber())
                    .text("verified_name", c -> c.face().verifiedName())
                    .text("waba_id", c -> c.face().wabaId())
                    .text("country", c -> c.face().country())
                    .text("policy_edition", c -> c.face().policyEdition())
                    .text("reason", c -> c.health().reason())
                    .text("initiated_by", c -> c.health().initiatedBy())
                    .bool("presumed_inactive", c -> c.health().presumedInactive())
                    .time("last_activity_at", c -> c.health().lastActivityAt())
                    .text("last_activity_kind", c -> c.health().lastActivityKind())
                    .time("changed_at", c -> c.health().changedAt());

    /** The newest version of a number wins, whatever comes when. */
    private static final String NEWEST =
            """
            on conflict (phone_number_id) do update set
              connection_id = excluded.connection_id, epoch = excluded.epoch, version = excluded.version,
              state = excluded.state, mode = excluded.mode, budget_per_second = excluded.budget_per_second,
              display_phone_number = excluded.display_phone_number, verified_name = excluded.verified_name,
              waba_id = excluded.waba_id, country = excluded.country, policy_edition = excluded.policy_edition,
              reason = excluded.reason, initiated_by = excluded.initiated_by,
              presumed_inactive = excluded.presumed_inactive, last_activity_at = excluded.last_activity_at,
              last_activity_kind = excluded.last_activity_kind, changed_at = excluded.changed_at
            where number.version < excluded.version
            """;

    private NumberTable() {}

    /** Waits until nobody else writes about these numbers; held until the transaction ends. */
    public static void lock(Connection connection, Collection<String> numbers) throws SQLException {
        String sql =
                """
                select pg_advisory_xact_lock(h) from (
                  select distinct hashtextextended(n, 0) as h from unnest(?::text[]) as k(n) order by 1) as locks
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, ArrayParameters.texts(connection, numbers));
            statement.execute();
        }
    }

    /** Inserts the numbers of which no connection event has come yet, by their ids. */
    public static void insertMissing(Connection connection, Collection<String> numbers)
            throws SQLException {
        ColumnBatch.<String>into("number")
                .text("phone_number_id", n -> n)
                .insert(connection, numbers, "on conflict do nothing");
    }

    /**
     * @return whether it was news
     */
    static boolean save(Connection connection, ConnectionRecorded connected) throws SQLException {
        boolean news = ROWS.insert(connection, java.util.List.of(connected), NEWEST) > 0;
        if (news) {
            String sql =
                    "update number set disabled_features = ?, encrypted_token = ? where phone_number_id = ?";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(
                        1, ArrayParameters.texts(connection, connected.face().disabledFeatures()));
                statement.setBytes(2, connected.face().encryptedToken());
                statement.setString(3, connected.phoneNumberId());
                statement.executeUpdate();
            }
        }
        return news;
    }
}
