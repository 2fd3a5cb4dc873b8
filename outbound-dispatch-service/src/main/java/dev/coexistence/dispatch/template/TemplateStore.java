package dev.coexistence.dispatch.template;

import dev.coexistence.database.ColumnBatch;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.database.QueueDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tables of template states and of customers' marketing wishes, and the gate that they are for
 * commands.
 */
public final class TemplateStore {
    /** Join that answers the gate's three questions for a command c. */
    static final String STANDING =
            " left join number n on n.phone_number_id = c.phone_number_id"
                    + " left join template t on t.waba_id = n.waba_id"
                    + " and t.name = c.template_name and t.language = c.template_language"
                    + " left join lateral (select max(w.changed_at) as stopped_at"
                    + " from marketing_wish w where w.phone_number_id = c.phone_number_id"
                    + " and w.person in (c.recipient_phone, c.recipient_bsuid) and w.stopped) s"
                    + " on true";

    private static final ColumnBatch<Command> COMMANDS =
            ColumnBatch.<Command>rows()
                    .text("phone_number_id", Command::number)
                    .text("command_id", Command::id)
                    .text("template_name", TemplateStore::name)
                    .text("template_language", TemplateStore::language)
                    .text("recipient_phone", one -> one.content().to())
                    .text("recipient_bsuid", one -> one.content().bsuid());

    private static final String SHUT =
            "select c.phone_number_id, c.command_id, t.status, t.category, s.stopped_at"
                    + " from (select * from "
                    + COMMANDS.toTable()
                    + ") c"
                    + STANDING
                    + " where t.status is not null or s.stopped_at is not null";

    private final QueueDatabase database;

    /**
     * A template of which Meta has to tell how it stands.
     *
     * @param number one of the numbers that wait
     * @param cause why they wait
     */
    public record Asked(
            String waba, String number, Command.Template template, TemplateGate.Cause cause) {}

    public TemplateStore(QueueDatabase database) {
        this.database = database;
    }

    /** Stores what is not older than what is known. */
    public static void store(Connection connection, TemplateNews news) throws SQLException {
        try (var upsert =
                connection.prepareStatement(
                        """
                        insert into template (waba_id, name, language, status, status_at, category, category_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (waba_id, name, language) do update
                          set status = case when excluded.status is null
                                 or template.status_at > excluded.status_at
                                 then template.status else excluded.status end,
                              status_at = greatest(template.status_at, excluded.status_at),
                              category = case when excluded.category is null
                                 or template.category_at > excluded.category_at
                                 then template.category else excluded.category end,
                              category_at = greatest(template.category_at, excluded.category_at)
                        """)) {
            for (TemplateNews.Standing one : news.templates()) {
                var at = CommandRows.timestamp(one.at());
                upsert.setString(1, one.waba());
                upsert.setString(2, one.template().name());
                upsert.setString(3, one.template().language());
                upsert.setString(4, one.status());
                upsert.setTimestamp(5, one.status() == null ? null : at);
                upsert.setString(6, one.category());
                upsert.setTimestamp(7, one.category() == null ? null : at);
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
        try (var upsert =
                connection.prepareStatement(
                        """
                        insert into marketing_wish (phone_number_id, person, stopped, changed_at)
                        values (?, ?, ?, ?)
                        on conflict (phone_number_id, person) do update
                          set stopped = excluded.stopped, changed_at = excluded.changed_at
                          where marketing_wish.changed_at <= excluded.changed_at
                        """)) {
            for (TemplateNews.Wish one : news.wishes()) {
                upsert.setString(1, one.number());
                upsert.setString(2, one.person());
                upsert.setBoolean(3, one.stopped());
                upsert.setTimestamp(4, CommandRows.timestamp(one.at()));
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    /** As Meta's refusal of a command tells it, unless something newer is known. */
    public static void paused(Connection connection, Command command, Instant at)
            throws SQLException {
        try (var upsert =
                connection.prepareStatement(
                        """
                        insert into template (waba_id, name, language, status, status_at)
                        select n.waba_id, ?, ?, 'PAUSED', ? from number n
                         where n.phone_number_id = ? and n.waba_id is not null
                        on conflict (waba_id, name, language) do update
                          set status = excluded.status, status_at = excluded.status_at
                          where template.status_at is null
                             or template.status_at <= excluded.status_at
                        """)) {
            upsert.setString(1, name(command));
            upsert.setString(2, language(command));
            upsert.setTimestamp(3, CommandRows.timestamp(at));
            upsert.setString(4, command.number());
            upsert.executeUpdate();
        }
    }

    /** As Meta's API told it just now. */
    public void learn(TemplateNews news) {
        database.inTransaction(connection -> {
            store(connection, news);
            return true;
        });
    }

    /** Gate of a command that is not stored yet. */
    public TemplateGate gate(Command command) {
        return command.content().template() == null
                ? new TemplateGate.Open()
                : database.read(connection -> shut(connection, List.of(command)))
                        .getOrDefault(command.key(), new TemplateGate.Open());
    }

    /** Of these commands, those that may not leave now, and why. */
    public static Map<Command.Key, TemplateGate> shut(
            Connection connection, Collection<Command> commands) throws SQLException {
        var shut = new HashMap<Command.Key, TemplateGate>();
        var concerned = commands.stream().filter(one -> one.content().template() != null).toList();
        if (concerned.isEmpty()) {
            return shut;
        }
        try (var select = connection.prepareStatement(SHUT)) {
            COMMANDS.bind(select, concerned);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    TemplateGate gate =
                            TemplateGate.of(
                                    rows.getString("status"),
                                    rows.getString("category"),
                                    CommandRows.instant(rows, "stopped_at"));
                    if (!(gate instanceof TemplateGate.Open)) {
                        shut.put(CommandRows.key(rows), gate);
                    }
                }
            }
        }
        return shut;
    }

    public static @Nullable String name(Command command) {
        Command.Template template = command.content().template();
        return template == null ? null : template.name();
    }

    public static @Nullable String language(Command command) {
        Command.Template template = command.content().template();
        return template == null ? null : template.language();
    }

    /** Templates that commands of these partitions wait for. */
    public List<Asked> asked(Set<Integer> partitions, int limit) {
        return database.read(connection -> {
            var asked = new ArrayList<Asked>();
            try (var select =
                    connection.prepareStatement(
                            """
                            select n.waba_id, min(c.phone_number_id) as number, c.template_name,
                                   c.template_language, c.held_for
                              from command c join number n on n.phone_number_id = c.phone_number_id
                             where c.state = 'HELD' and c.partition = any (?::int[])
                               and c.held_for in ('TEMPLATE_CATEGORY', 'TEMPLATE_PAUSED')
                               and n.waba_id is not null
                             group by 1, 3, 4, 5 limit ?
                            """)) {
                select.setArray(1, connection.createArrayOf("int4", partitions.toArray()));
                select.setInt(2, limit);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        asked.add(
                                new Asked(
                                        rows.getString("waba_id"),
                                        rows.getString("number"),
                                        new Command.Template(
                                                rows.getString("template_name"),
                                                rows.getString("template_language")),
                                        TemplateGate.Cause.valueOf(rows.getString("held_for"))));
                    }
                }
            }
            return asked;
        });
    }
}
