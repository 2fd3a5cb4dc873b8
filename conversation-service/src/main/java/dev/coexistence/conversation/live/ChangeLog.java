package dev.coexistence.conversation.live;

import dev.coexistence.conversation.database.ResultCells;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Log of change notices, read in their order. */
@Repository
public class ChangeLog {
    private static final int BATCHES = 50;

    private static final String AFTER =
            """
            select xid::text::bigint as xid8, seq, at, kinds, numbers, conversations, messages from change_batch
             where (xid, seq) >= (?::text::xid8, ?) and xid < pg_snapshot_xmin(pg_current_snapshot())
             order by xid, seq limit
            """
                    + BATCHES;

    private final JdbcTemplate database;

    public ChangeLog(JdbcTemplate database) {
        this.database = database;
    }

    /** The next changes behind a place, at most a few batches. */
    public List<LiveEvent> readAfter(ChangeOffset position) {
        return database
                .query(AFTER, (row, _) -> read(row), String.valueOf(position.xid()), position.seq())
                .stream()
                .flatMap(List::stream)
                .filter(event -> event.position().compareTo(position) > 0)
                .toList();
    }

    /** The place behind everything that can be read by now. */
    public ChangeOffset end() {
        return database
                .query(
                        "select xid::text::bigint as xid8, seq, cardinality(kinds) as size from change_batch"
                                + " where xid < pg_snapshot_xmin(pg_current_snapshot())"
                                + " order by xid desc, seq desc limit 1",
                        (row, _) ->
                                new ChangeOffset(
                                        row.getLong("xid8"),
                                        row.getLong("seq"),
                                        row.getInt("size")))
                .stream()
                .findFirst()
                .orElse(new ChangeOffset(0, 0, 0));
    }

    /** True where everything behind this offset is still kept. */
    public boolean reachesBackTo(ChangeOffset position) {
        return database
                .query(
                        "select xid::text::bigint from change_batch order by xid, seq limit 1",
                        (row, _) -> row.getLong(1))
                .stream()
                .allMatch(oldest -> position.xid() >= oldest);
    }

    private static List<LiveEvent> read(ResultSet row) throws SQLException {
        var kinds = (String[]) row.getArray("kinds").getArray();
        var numbers = (String[]) row.getArray("numbers").getArray();
        var conversations = (Long[]) row.getArray("conversations").getArray();
        var messages = (Long[]) row.getArray("messages").getArray();
        var at = ResultCells.requireTime(row, "at");
        var events = new ArrayList<LiveEvent>(kinds.length);
        long xid = row.getLong("xid8");
        long seq = row.getLong("seq");
        for (int i = 0; i < kinds.length; i++) {
            events.add(
                    new LiveEvent(
                            new ChangeOffset(xid, seq, i),
                            new ChangeNotice(
                                    ChangeNotice.Kind.of(kinds[i]),
                                    numbers[i],
                                    conversations[i],
                                    messages[i]),
                            at));
        }
        return events;
    }
}
