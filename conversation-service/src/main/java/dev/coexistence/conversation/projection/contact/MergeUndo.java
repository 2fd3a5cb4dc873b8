package dev.coexistence.conversation.projection.contact;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.caller.CallerAccess;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.live.ChangeNotice;
import dev.coexistence.conversation.projection.conversation.ConversationTable;
import dev.coexistence.conversation.projection.number.NumberTable;
import dev.coexistence.conversation.reading.NotFound;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes back a merge of contacts: the aliases that were the merged contact's are its own again, and
 * with them the messages that came under one of them. The two stay apart whatever events say.
 */
@Component
public class MergeUndo {
    private static final String MOVE =
            """
            update message set conversation_id = ? where conversation_id = ? and (
              'BSUID:' || peer_bsuid = any (?)
              or (peer_bsuid is null and 'PARENT:' || peer_parent = any (?))
              or (peer_bsuid is null and peer_parent is null and 'PHONE:' || peer_phone = any (?))
              or (peer_bsuid is null and peer_parent is null and peer_phone is null
                and 'USERNAME:' || peer_username = any (?)))
            """;

    private final JdbcTemplate database;
    private final CallerAccess access;
    private final TransactionTemplate transaction;
    private final ChangeFeed feed;
    private final InstantSource time;

    MergeUndo(
            JdbcTemplate database,
            CallerAccess access,
            TransactionTemplate transaction,
            ChangeFeed feed,
            InstantSource time) {
        this.database = database;
        this.access = access;
        this.transaction = transaction;
        this.feed = feed;
        this.time = time;
    }

    private record Merged(String phoneNumberId, long winner, long loser, String[] aliases) {}

    /**
     * @return id of the contact that is its own again
     * @throws NotFound where the caller's tenant has no such merge, or it was taken back already
     */
    public String undo(Caller caller, long merge) {
        Merged merged =
                access.within(caller, () -> find(caller, merge))
                        .orElseThrow(() -> new NotFound("merge", String.valueOf(merge)));
        String number = merged.phoneNumberId();
        String tenant = access.tenants(List.of(number)).get(number);
        transaction.executeWithoutResult(_ -> {
            database.execute(
                    (ConnectionCallback<Boolean>)
                            connection -> {
                                undo(connection, merge, merged);
                                return true;
                            });
            access.record(
                    caller,
                    "contact.unmerge",
                    String.valueOf(merged.loser()),
                    tenant,
                    String.valueOf(merged.winner()),
                    null);
        });
        feed.wake();
        return String.valueOf(merged.loser());
    }

    private Optional<Merged> find(Caller caller, long merge) {
        var values = new ArrayList<Object>(List.of(merge));
        String owned = CallerAccess.condition(caller, "m.phone_number_id", values);
        return database
                .query(
                        "select m.* from contact_merge m where m.id = ? and m.undone_at is null and "
                                + owned,
                        (row, _) ->
                                new Merged(
                                        row.getString("phone_number_id"),
                                        row.getLong("winner"),
                                        row.getLong("loser"),
                                        (String[]) row.getArray("aliases").getArray()),
                        values.toArray())
                .stream()
                .findFirst();
    }

    private void undo(Connection connection, long merge, Merged merged) throws SQLException {
        Instant now = time.instant();
        NumberTable.lock(connection, List.of(merged.phoneNumberId()));
        long winner = merged.winner();
        long loser = merged.loser();
        database.update(
                "insert into contact_separation (lower_id, higher_id, at) values (?, ?, ?) on conflict do nothing",
                Math.min(winner, loser),
                Math.max(winner, loser),
                Timestamp.from(now));
        database.update("update contact set merged_into = null where id = ?", loser);
        database.update(
                "update contact_alias set contact_id = ? where contact_id = ? and kind || ':' || value = any (?)",
                loser,
                winner,
                merged.aliases());
        database.update(
                MOVE,
                loser,
                winner,
                merged.aliases(),
                merged.aliases(),
                merged.aliases(),
                merged.aliases());
        database.update(
                "insert into conversation (id, phone_number_id) values (?, ?) on conflict do nothing",
                loser,
                merged.phoneNumberId());
        ConversationTable.recount(connection, List.of(winner, loser));
        database.update(
                "update contact_merge set undone_at = ? where id = ?", Timestamp.from(now), merge);
        var changes = new ArrayList<ChangeNotice>();
        for (long contact : new long[] {winner, loser}) {
            changes.add(
                    new ChangeNotice(
                            ChangeNotice.Kind.CONVERSATION_MERGED,
                            merged.phoneNumberId(),
                            contact,
                            0));
        }
        feed.append(connection, changes, now);
    }
}
