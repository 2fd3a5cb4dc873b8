package dev.coexistence.dispatch.erasure;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Priority;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes a person out of the command table. The same again changes nothing. */
final class ErasedCommands {
    private static final String OF_THE_PERSON =
            " c.phone_number_id = ? and c.queued_at <= ? and (c.recipient_phone = any (?)"
                    + " or c.recipient_bsuid = any (?) or c.recipient = any (?))";

    private static final String NAMELESS =
            " recipient = 'erased:' || seq, recipient_phone = null, recipient_bsuid = null,"
                    + " preview = null, replies_to = null, reference = null, meaning = null";

    private final JdbcTemplate database;
    private final TransactionTemplate transaction;

    ErasedCommands(JdbcTemplate database, TransactionTemplate transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    /**
     * Commands that were taken back, without anything of the person but the key of their lane.
     *
     * @param queued those that waited for their turn
     * @param later those that waited for their time, or for something else
     * @param left how many may be on their way to Meta: they are erased when they have ended
     */
    record TakenBack(List<Command> queued, List<Command> later, int left) {}

    private record Waiting(Command command, boolean queued) {}

    TakenBack take(String number, String[] values, Instant upTo) {
        Object[] person = {number, Timestamp.from(upTo), values, values, values};
        return Objects.requireNonNull(
                transaction.execute(_ -> {
                    List<Waiting> waiting =
                            database.query(
                                    "select c.* from command c where"
                                            + OF_THE_PERSON
                                            + " and c.state not in ('UNKNOWN', 'ENDED') and not exists"
                                            + " (select 1 from intent i where i.command_id = c.command_id"
                                            + " and i.phone_number_id = c.phone_number_id) for update of c",
                                    (row, _) -> waiting(row),
                                    person);
                    var queued = new ArrayList<Command>();
                    var later = new ArrayList<Command>();
                    for (Waiting one : waiting) {
                        Command command = one.command();
                        (one.queued() ? queued : later).add(command);
                        database.update(
                                "update command set cancel_requested = true, message_json = '{}',"
                                        + NAMELESS
                                        + " where command_id = ? and phone_number_id = ?",
                                command.id(),
                                command.number());
                    }
                    forgetEnded(person);
                    forgetWishes(number, values, upTo);
                    Integer left =
                            database.queryForObject(
                                    "select count(*) from command c where" + OF_THE_PERSON,
                                    Integer.class,
                                    person);
                    return new TakenBack(queued, later, left == null ? 0 : left);
                }));
    }

    /**
     * Deletes the person's wishes about marketing; Meta itself still refuses what is not wanted.
     */
    private void forgetWishes(String number, String[] values, Instant upTo) {
        database.update(
                "delete from marketing_wish where phone_number_id = ? and person = any (?) and changed_at <= ?",
                number,
                values,
                Timestamp.from(upTo));
    }

    private void forgetEnded(Object[] person) {
        database.update(
                "delete from request_key k using command c where"
                        + OF_THE_PERSON
                        + " and k.command_id = c.command_id and k.phone_number_id = c.phone_number_id",
                person);
        database.update(
                "update command c set message_json = '', detail = null, wamid = null, evidence = null,"
                        + NAMELESS
                        + " where"
                        + OF_THE_PERSON
                        + " and c.state = 'ENDED'",
                person);
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        var nameless =
                new Command.Content(null, null, row.getString("type"), "{}", null, null, null);
        Timestamp notBefore = row.getTimestamp("not_before");
        Timestamp expiresAt = row.getTimestamp("expires_at");
        return new Waiting(
                new Command(
                        row.getString("command_id"),
                        row.getString("phone_number_id"),
                        row.getInt("partition"),
                        row.getLong("seq"),
                        Priority.values()[row.getInt("priority")],
                        row.getString("recipient"),
                        nameless,
                        new Command.Terms(
                                row.getTimestamp("queued_at").toInstant(),
                                notBefore == null ? null : notBefore.toInstant(),
                                expiresAt == null ? null : expiresAt.toInstant(),
                                Command.UnknownPolicy.valueOf(row.getString("unknown_policy"))),
                        row.getInt("attempts"),
                        true),
                row.getString("state").equals("QUEUED"));
    }
}
