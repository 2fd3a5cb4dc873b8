package dev.coexistence.conversation.reading;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.caller.CallerAccess;
import dev.coexistence.conversation.database.ResultCells;
import dev.coexistence.conversation.hold.HoldTable;
import dev.coexistence.conversation.hold.SendingHolds;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Repository;

/** Queries of business numbers. */
@Repository
public class NumberReader {
    /**
     * Meta's import takes minutes to hours; a silence of this long before its end is worth a word.
     */
    private static final Duration OVERDUE = Duration.ofHours(24);

    private static final String SELECT =
            "select "
                    + SendingHolds.COLUMNS
                    + """
                    , n.phone_number_id, n.display_phone_number, n.verified_name, n.waba_id, n.country, n.state, n.mode,
                           n.budget_per_second, n.reason, n.presumed_inactive, n.disabled_features,
                           n.last_activity_at, n.last_activity_kind, n.tenant, d.code as declined_code, d.title as declined_title, h.*,
                           coalesce(c.conversations, 0) as conversations, coalesce(c.unread, 0) as unread_messages
                      from number n
                      left join history_declined d on d.phone_number_id = n.phone_number_id
                      left join number_hold k on k.phone_number_id = n.phone_number_id and k.state <> 'RELEASED'
                      left join lateral (
                        select count(*) as chunks, coalesce(max(progress), 0) as progress, coalesce(sum(messages), 0) as imported,
                               max(received_at) as last_chunk_at
                          from history_chunk h where h.phone_number_id = n.phone_number_id) h on true
                      left join lateral (
                        select count(*) as conversations, sum(unread) as unread
                          from conversation c where c.phone_number_id = n.phone_number_id) c on true
                    """;

    private final CallerAccess access;
    private final InstantSource time;

    NumberReader(CallerAccess access, InstantSource time) {
        this.access = access;
        this.time = time;
    }

    public List<NumberView> list(Caller caller) {
        return query(
                caller,
                "true",
                new ArrayList<>(),
                " order by n.display_phone_number nulls last, n.phone_number_id limit 1000");
    }

    public Optional<NumberView> find(Caller caller, String phoneNumberId) {
        return query(caller, "n.phone_number_id = ?", new ArrayList<>(List.of(phoneNumberId)), "")
                .stream()
                .findFirst();
    }

    private List<NumberView> query(
            Caller caller, String condition, List<Object> values, String order) {
        String owned = "";
        if (caller.tenant() != null) {
            owned = " and n.tenant = ?";
            values.add(caller.tenant());
        }
        String sql = SELECT + " where " + condition + owned + order;
        return access.query(caller, sql, (row, _) -> read(row, time.instant()), values.toArray());
    }

    private static NumberView read(ResultSet row, Instant now) throws SQLException {
        return new NumberView(
                row.getString("phone_number_id"),
                row.getString("display_phone_number"),
                row.getString("verified_name"),
                row.getString("waba_id"),
                row.getString("country"),
                row.getString("tenant"),
                row.getString("state"),
                row.getString("mode"),
                ResultCells.whole(row, "budget_per_second"),
                row.getString("reason"),
                row.getBoolean("presumed_inactive"),
                texts(row.getArray("disabled_features")),
                ResultCells.time(row, "last_activity_at"),
                row.getString("last_activity_kind"),
                row.getLong("conversations"),
                row.getLong("unread_messages"),
                history(row, now),
                HoldTable.read(row));
    }

    private static HistoryView history(ResultSet row, Instant now) throws SQLException {
        Integer code = ResultCells.whole(row, "declined_code");
        Instant last = ResultCells.time(row, "last_chunk_at");
        int progress = row.getInt("progress");
        String state;
        if (progress >= 100) {
            state = "COMPLETE";
        } else if (code != null) {
            state = "DECLINED";
        } else if (last == null) {
            state = "NONE";
        } else {
            state = last.plus(OVERDUE).isBefore(now) ? "OVERDUE" : "RUNNING";
        }
        return new HistoryView(
                state,
                progress,
                row.getInt("chunks"),
                row.getLong("imported"),
                last,
                code,
                row.getString("declined_title"));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
