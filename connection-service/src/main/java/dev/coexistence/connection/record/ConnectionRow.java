package dev.coexistence.connection.record;

import dev.coexistence.connection.lifecycle.AppActivity;
import dev.coexistence.connection.lifecycle.AppActivity.Evidence;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.NumberFacts;
import dev.coexistence.connection.lifecycle.SignUp;
import dev.coexistence.connection.meta.QualityRating;
import dev.coexistence.connection.policy.BusinessNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** A connection as a row of its table. */
public final class ConnectionRow {
    /** All that {@link #read} needs, and no secret. */
    static final String COLUMNS =
            """
            id, tenant, phone_number, country, mode, edition, started_at, expires_at, phone_number_id, epoch,
            waba_id, display_phone_number, verified_name, quality_rating, onboarded_at, budget_per_second,
            state, state_since, step, reason, initiated_by, meta_code, next_action, last_activity_at,
            last_activity_kind, warned_days\
            """;

    private ConnectionRow() {}

    static Connection read(ResultSet row, int unusedIndex) throws SQLException {
        var signUp =
                new SignUp(
                        row.getObject("id", UUID.class),
                        row.getString("tenant"),
                        new BusinessNumber(row.getString("phone_number"), row.getString("country")),
                        ConnectionMode.valueOf(row.getString("mode")),
                        row.getString("edition"),
                        new SignUp.Period(time(row, "started_at"), time(row, "expires_at")));
        return new Connection(
                signUp,
                state(row).toState(),
                facts(row),
                activity(row),
                row.getInt("budget_per_second"));
    }

    static void insert(JdbcClient jdbc, Connection connection) {
        var signUp = connection.signUp();
        bind(
                        jdbc.sql(
                                """
                                insert into connection (id, tenant, phone_number, country, mode, edition, started_at,
                                  expires_at, phone_number_id, epoch, waba_id, display_phone_number, verified_name,
                                  quality_rating, onboarded_at, budget_per_second, state, state_since, step, reason,
                                  initiated_by, meta_code, next_action, last_activity_at, last_activity_kind, warned_days)
                                values (:id, :tenant, :phone_number, :country, :mode, :edition, :started_at,
                                  :expires_at, :phone_number_id, :epoch, :waba_id, :display_phone_number, :verified_name,
                                  :quality_rating, :onboarded_at, :budget_per_second, :state, :state_since, :step, :reason,
                                  :initiated_by, :meta_code, :next_action, :last_activity_at, :last_activity_kind, :warned_days)
                                """),
                        connection)
                .param("tenant", signUp.tenant())
                .param("phone_number", signUp.number().e164())
                .param("country", signUp.number().country())
                .param("mode", signUp.mode().name())
                .param("edition", signUp.edition())
                .param("started_at", at(signUp.period().startedAt()))
                .param("expires_at", at(signUp.period().expiresAt()))
                .update();
    }

    /** Writes what a change may touch; the secrets of an ended link are removed. */
    static void update(JdbcClient jdbc, Connection connection) {
        bind(
                        jdbc.sql(
                                """
                                update connection set phone_number_id = :phone_number_id, epoch = :epoch, waba_id = :waba_id,
                                  display_phone_number = :display_phone_number, verified_name = :verified_name,
                                  quality_rating = :quality_rating,
                                  onboarded_at = coalesce(:onboarded_at, onboarded_at),
                                  budget_per_second = :budget_per_second, state = :state,
                                  state_since = :state_since, step = :step, reason = :reason,
                                  initiated_by = :initiated_by, meta_code = :meta_code, next_action = :next_action,
                                  last_activity_at = :last_activity_at, last_activity_kind = :last_activity_kind,
                                  warned_days = :warned_days
                                where id = :id
                                """),
                        connection)
                .update();
        if (connection.state() instanceof ConnectionState.Disconnected) {
            jdbc.sql(
                            "update connection set encrypted_token = null, encrypted_pin = null where id = :id")
                    .param("id", connection.id())
                    .update();
        }
    }

    static Instant onboardedAt(JdbcClient jdbc, Connection connection) {
        return jdbc.sql("select coalesce(onboarded_at, started_at) from connection where id = :id")
                .param("id", connection.id())
                .query((row, _) -> row.getTimestamp(1).toInstant())
                .single();
    }

    private static StatementSpec bind(StatementSpec statement, Connection connection) {
        var state = StateColumns.of(connection.state());
        var facts = connection.number();
        var last = connection.activity().last();
        return statement
                .param("id", connection.id())
                .param("phone_number_id", facts == null ? null : facts.phoneNumberId())
                .param("epoch", facts == null ? null : facts.epoch())
                .param("waba_id", facts == null ? null : facts.wabaId())
                .param("display_phone_number", facts == null ? null : facts.profile().display())
                .param("verified_name", facts == null ? null : facts.profile().verified())
                .param(
                        "quality_rating",
                        facts == null
                                ? QualityRating.UNKNOWN.name()
                                : facts.profile().quality().name())
                .param("onboarded_at", facts == null ? null : at(facts.onboardedAt()))
                .param("budget_per_second", connection.budgetPerSecond())
                .param("state", state.state())
                .param("state_since", at(state.since()))
                .param("step", state.step())
                .param("reason", state.reason())
                .param("initiated_by", state.initiatedBy())
                .param("meta_code", state.metaCode())
                .param("next_action", state.nextAction())
                .param("last_activity_at", last == null ? null : at(last.at()))
                .param("last_activity_kind", last == null ? null : last.kind().name())
                .param("warned_days", connection.activity().warnedDays());
    }

    public static Timestamp at(Instant instant) {
        return Timestamp.from(instant);
    }

    public static Instant time(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    public static @Nullable Instant maybeTime(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static StateColumns state(ResultSet row) throws SQLException {
        return new StateColumns(
                row.getString("state"),
                time(row, "state_since"),
                row.getString("step"),
                row.getString("reason"),
                row.getString("initiated_by"),
                row.getInt("meta_code"),
                row.getString("next_action"));
    }

    private static @Nullable NumberFacts facts(ResultSet row) throws SQLException {
        String phoneNumberId = row.getString("phone_number_id");
        if (phoneNumberId == null) {
            return null;
        }
        return new NumberFacts(
                new NumberFacts.Profile(
                        phoneNumberId,
                        row.getString("display_phone_number"),
                        row.getString("verified_name"),
                        QualityRating.valueOf(row.getString("quality_rating"))),
                row.getLong("epoch"),
                row.getString("waba_id"),
                time(row, "onboarded_at"));
    }

    private static AppActivity activity(ResultSet row) throws SQLException {
        Instant lastAt = maybeTime(row, "last_activity_at");
        String kind = row.getString("last_activity_kind");
        return new AppActivity(
                lastAt == null || kind == null
                        ? null
                        : new Evidence(AppActivity.Kind.valueOf(kind), lastAt),
                row.getInt("warned_days"));
    }
}
