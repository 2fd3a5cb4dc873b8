package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.database.UnnestArguments;
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
    private CommandInserts() {}

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
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into command (command_id, phone_number_id, partition, seq, priority, recipient,
                               state, recipient_phone, recipient_bsuid, recipient_group, type, message_json,
                               preview, template_name, template_language, replies_to, reference, traceparent,
                               queued_at, not_before, expires_at, unknown_policy, meaning, outcome, reason, detail, decided_at)
                        select * from unnest(?::text[], ?::text[], ?::int[], ?::bigint[], ?::smallint[], ?::text[],
                               ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                               ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                               ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                               ?::timestamptz[])
                        on conflict (command_id, phone_number_id) do nothing
                        returning phone_number_id, command_id
                        """)) {
            new UnnestArguments<>(connection, insert, fresh)
                    .column("text", one -> one.command().id())
                    .column("text", one -> one.command().number())
                    .column("int4", one -> one.command().partition())
                    .column("int8", one -> one.command().seq())
                    .column("int2", one -> (short) one.command().priority().ordinal())
                    .column("text", one -> one.command().recipient())
                    .column("text", one -> state(one, now))
                    .column("text", one -> one.command().content().to())
                    .column("text", one -> one.command().content().bsuid())
                    .column("text", one -> one.command().content().group())
                    .column("text", one -> one.command().content().type())
                    .column(
                            "text",
                            one -> one.outcome() == null ? one.command().content().json() : "")
                    .column("text", one -> one.command().content().preview())
                    .column("text", one -> TemplateStore.name(one.command()))
                    .column("text", one -> TemplateStore.language(one.command()))
                    .column("text", one -> one.command().content().repliesTo())
                    .column("text", one -> one.command().content().reference())
                    .column("text", one -> one.command().content().traceparent())
                    .column(
                            "timestamptz",
                            one -> CommandRows.timestamp(one.command().terms().queuedAt()))
                    .column(
                            "timestamptz",
                            one -> CommandRows.timestamp(one.command().terms().notBefore()))
                    .column(
                            "timestamptz",
                            one -> CommandRows.timestamp(one.command().terms().expiresAt()))
                    .column("text", one -> one.command().terms().unknownPolicy().name())
                    .column("text", Fresh::meaning)
                    .column("text", one -> ending(one, OutcomeColumns::outcome))
                    .column("text", one -> ending(one, OutcomeColumns::reason))
                    .column("text", one -> ending(one, OutcomeColumns::detail))
                    .column(
                            "timestamptz",
                            one -> one.outcome() == null ? null : CommandRows.timestamp(now));
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
        try (var select =
                connection.prepareStatement(
                        """
                        select c.phone_number_id, c.command_id, c.meaning from command c
                          join unnest(?::text[], ?::text[]) as v(number, id)
                            on c.command_id = v.id and c.phone_number_id = v.number
                         where c.meaning is not null
                        """)) {
            new UnnestArguments<>(connection, select, known)
                    .column("text", one -> one.command().number())
                    .column("text", one -> one.command().id());
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

    private static @Nullable String ending(
            Fresh fresh, Function<OutcomeColumns, @Nullable String> part) {
        Outcome outcome = fresh.outcome();
        return outcome == null ? null : part.apply(OutcomeColumns.of(outcome));
    }
}
