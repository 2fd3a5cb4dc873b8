package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.command.UnknownResolution;
import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.ownership.Ownership;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Looks for commands whose time has come: expired ones, and unknown ones that can be decided. */
public final class Sweeper {
    private static final int AT_ONCE = 500;

    private final QueueDatabase database;
    private final Journal journal;
    private final Ownership ownership;
    private final InstantSource time;
    private final QueueSettings settings;

    /** Commands whose time is over; each is ended unless it may be on the wire. */
    public record Expired(List<Command> waiting, List<Command> scheduled) {}

    public Sweeper(
            QueueDatabase database,
            Journal journal,
            Ownership ownership,
            InstantSource time,
            QueueSettings settings) {
        this.database = database;
        this.journal = journal;
        this.ownership = ownership;
        this.time = time;
        this.settings = settings;
    }

    /** A command that was to be sent again, and a status tells that it left before. */
    public record Proved(Command command, String wamid, boolean waiting) {}

    /** Commands of owned partitions that must not be sent again. */
    public List<Proved> proved() {
        Set<Integer> owned = ownership.partitions();
        var proved = new ArrayList<Proved>();
        if (owned.isEmpty()) {
            return proved;
        }
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement(
                            "select c.state, c.evidence, "
                                    + CommandRows.COLUMNS
                                    + " from command c where c.partition = any (?::int[])"
                                    + " and c.state in ('QUEUED', 'SCHEDULED', 'HELD')"
                                    + " and c.evidence is not null limit ?")) {
                select.setArray(1, connection.createArrayOf("int4", owned.toArray()));
                select.setInt(2, AT_ONCE);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        proved.add(
                                new Proved(
                                        CommandRows.one(rows),
                                        Objects.requireNonNull(rows.getString("evidence")),
                                        rows.getString("state").equals("QUEUED")));
                    }
                }
            }
            return proved;
        });
    }

    /** Commands of owned partitions whose time is over. */
    public Expired expired() {
        Set<Integer> owned = ownership.partitions();
        var waiting = new ArrayList<Command>();
        var scheduled = new ArrayList<Command>();
        if (!owned.isEmpty()) {
            database.read(connection -> {
                try (var select =
                        connection.prepareStatement(
                                "select c.state, "
                                        + CommandRows.COLUMNS
                                        + " from command c where c.partition = any (?::int[])"
                                        + " and c.state in ('QUEUED', 'SCHEDULED', 'HELD')"
                                        + " and c.expires_at <= ? limit ?")) {
                    select.setArray(1, connection.createArrayOf("int4", owned.toArray()));
                    select.setTimestamp(2, CommandRows.timestamp(time.instant()));
                    select.setInt(3, AT_ONCE);
                    try (var rows = select.executeQuery()) {
                        while (rows.next()) {
                            boolean queued = rows.getString("state").equals("QUEUED");
                            (queued ? waiting : scheduled).add(CommandRows.one(rows));
                        }
                    }
                }
                return true;
            });
        }
        return new Expired(waiting, scheduled);
    }

    /** Decides what can be decided of commands that may have gone out. */
    public void resolveUnknown() {
        Set<Integer> owned = ownership.partitions();
        if (owned.isEmpty()) {
            return;
        }
        Instant now = time.instant();
        database.read(connection -> {
            unknown(connection, owned, now);
            late(connection, owned, now);
            return true;
        });
    }

    private void unknown(Connection connection, Set<Integer> owned, Instant now)
            throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "select c.unknown_reason, c.evidence, c.deadline, "
                                + CommandRows.COLUMNS
                                + " from command c where c.partition = any (?::int[]) and c.state = 'UNKNOWN'"
                                + " and (c.evidence is not null or c.deadline <= ?) limit ?")) {
            select.setArray(1, connection.createArrayOf("int4", owned.toArray()));
            select.setTimestamp(2, CommandRows.timestamp(now));
            select.setInt(3, AT_ONCE);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    Command command = CommandRows.one(rows);
                    var resolution =
                            UnknownResolution.decide(
                                    command,
                                    Reason.valueOf(rows.getString("unknown_reason")),
                                    rows.getString("evidence"),
                                    Objects.requireNonNull(CommandRows.instant(rows, "deadline")),
                                    now);
                    switch (resolution) {
                        case UnknownResolution.End end ->
                                journal.add(
                                        new JournalEntry.Finish(
                                                command,
                                                end.outcome(),
                                                command.attempts(),
                                                null,
                                                now));
                        case UnknownResolution.Resend _ ->
                                journal.add(new JournalEntry.Resend(command));
                        case UnknownResolution.Wait _ -> {}
                    }
                }
            }
        }
    }

    private void late(Connection connection, Set<Integer> owned, Instant now) throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "select c.evidence, "
                                + CommandRows.COLUMNS
                                + " from command c where c.partition = any (?::int[]) and c.state = 'ENDED'"
                                + " and c.outcome = 'UNKNOWN' and c.evidence is not null and c.wamid is null"
                                + " limit ?")) {
            select.setArray(1, connection.createArrayOf("int4", owned.toArray()));
            select.setInt(2, AT_ONCE);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    journal.add(
                            new JournalEntry.LateEvidence(
                                    CommandRows.one(rows),
                                    Objects.requireNonNull(rows.getString("evidence")),
                                    now));
                }
            }
        }
    }

    /** Forgets commands that ended long ago; answers how many. */
    public int forgetEnded() {
        Instant before = time.instant().minus(settings.keepEnded());
        return database.read(connection -> {
            int forgotten = 0;
            for (String delete :
                    List.of(
                            "delete from command where ctid = any (array(select ctid from command"
                                    + " where state = 'ENDED' and decided_at < ? limit 5000))",
                            "delete from request_key where ctid = any (array(select ctid"
                                    + " from request_key where used_at < ? limit 5000))")) {
                try (var statement = connection.prepareStatement(delete)) {
                    statement.setTimestamp(1, CommandRows.timestamp(before));
                    forgotten += statement.executeUpdate();
                }
            }
            return forgotten;
        });
    }
}
