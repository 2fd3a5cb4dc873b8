package dev.coexistence.dispatch.queue;

import dev.coexistence.database.ColumnBatch;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.queue.CommandStore.Fresh;
import dev.coexistence.dispatch.template.TemplateStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** New rows of the command table; a key that stands there already stays as it is. */
final class CommandInserts {
    private static final ColumnBatch<Arrived> ARRIVED =
            content(
                            ColumnBatch.<Arrived>into("command")
                                    .text("command_id", one -> one.command().id())
                                    .text("phone_number_id", one -> one.command().number())
                                    .integer("partition", one -> one.command().partition())
                                    .bigint("seq", one -> one.command().seq())
                                    .smallint("priority", one -> one.command().priority().ordinal())
                                    .text("recipient", one -> one.command().recipient())
                                    .text("state", one -> state(one.fresh(), one.at())))
                    .time("queued_at", one -> one.command().terms().queuedAt())
                    .time("not_before", one -> one.command().terms().notBefore())
                    .time("expires_at", one -> one.command().terms().expiresAt())
                    .text("unknown_policy", one -> one.command().terms().unknownPolicy().name())
                    .text("meaning", one -> one.fresh().meaning())
                    .text("outcome", one -> one.ending(OutcomeColumns::outcome))
                    .text("reason", one -> one.ending(OutcomeColumns::reason))
                    .text("detail", one -> one.ending(OutcomeColumns::detail))
                    .time("decided_at", one -> one.fresh().outcome() == null ? null : one.at());

    private static final String INSERT =
            ARRIVED.toInsert(
                    "on conflict (command_id, phone_number_id) do nothing"
                            + " returning phone_number_id, command_id");

    private static final String MEANINGS =
            """
            select c.phone_number_id, c.command_id, c.meaning from command c
              join %s on c.command_id = v.id and c.phone_number_id = v.number
             where c.meaning is not null
            """
                    .formatted(CommandRows.KEYS.toTable());

    /** A new command and the time of its arrival. */
    private record Arrived(Fresh fresh, Instant at) {
        Command command() {
            return fresh.command();
        }

        @Nullable String ending(Function<OutcomeColumns, @Nullable String> part) {
            Outcome outcome = fresh.outcome();
            return outcome == null ? null : part.apply(OutcomeColumns.of(outcome));
        }
    }

    private CommandInserts() {}

    /** The columns of what is sent, and to whom. */
    private static ColumnBatch<Arrived> content(ColumnBatch<Arrived> columns) {
        return columns.text("recipient_phone", one -> one.command().content().to())
                .text("recipient_bsuid", one -> one.command().content().bsuid())
                .text("recipient_group", one -> one.command().content().group())
                .text("type", one -> one.command().content().type())
                .text(
                        "message_json",
                        one -> one.fresh().outcome() == null ? one.command().content().json() : "")
                .text("preview", one -> one.command().content().preview())
                .text("template_name", one -> TemplateStore.name(one.command()))
                .text("template_language", one -> TemplateStore.language(one.command()))
                .text("replies_to", one -> one.command().content().repliesTo())
                .text("reference", one -> one.command().content().reference())
                .text("traceparent", one -> one.command().content().traceparent());
    }

    /** Gives each its place in the order. */
    static List<Fresh> number(Connection connection, List<Fresh> fresh) throws SQLException {
        if (fresh.isEmpty()) {
            return fresh;
        }
        var numbered = new ArrayList<Fresh>(fresh.size());
        try (var select =
                connection.prepareStatement(
                        "select nextval('command_seq') from generate_series(1, ?)")) {
            select.setInt(1, fresh.size());
            try (var rows = select.executeQuery()) {
                for (Fresh one : fresh) {
                    rows.next();
                    numbered.add(one.placed(rows.getLong(1)));
                }
            }
        }
        return numbered;
    }

    /**
     * @return keys that were new; of two with one key in a batch, the first was inserted
     */
    static Set<Command.Key> insert(Connection connection, List<Fresh> fresh, Instant now)
            throws SQLException {
        var inserted = new HashSet<Command.Key>();
        if (fresh.isEmpty()) {
            return inserted;
        }
        List<Arrived> arrived = fresh.stream().map(one -> new Arrived(one, now)).toList();
        try (var insert = connection.prepareStatement(INSERT)) {
            ARRIVED.bind(insert, arrived);
            try (var rows = insert.executeQuery()) {
                while (rows.next()) {
                    inserted.add(CommandRows.key(rows));
                }
            }
        }
        return inserted;
    }

    /** Of commands whose key stood there, those that ask for something else than it stands for. */
    static List<Fresh> otherwise(Connection connection, List<Fresh> known) throws SQLException {
        if (known.isEmpty()) {
            return known;
        }
        Map<Command.Key, String> meanings = new HashMap<>();
        try (var select = connection.prepareStatement(MEANINGS)) {
            CommandRows.KEYS.bind(select, known.stream().map(one -> one.command().key()).toList());
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    meanings.put(CommandRows.key(rows), rows.getString("meaning"));
                }
            }
        }
        return known.stream()
                .filter(one -> {
                    String stands = meanings.get(one.command().key());
                    return stands != null && !stands.equals(one.meaning());
                })
                .toList();
    }

    static String state(Fresh fresh, Instant now) {
        if (fresh.outcome() != null) {
            return "ENDED";
        }
        Instant notBefore = fresh.command().terms().notBefore();
        return notBefore != null && notBefore.isAfter(now) ? "SCHEDULED" : "QUEUED";
    }
}
