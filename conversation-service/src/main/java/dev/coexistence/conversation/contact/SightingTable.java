package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.contact.ContactNames.Book;
import dev.coexistence.conversation.database.ArrayParameters;
import dev.coexistence.conversation.database.ResultCells;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.database.ColumnBatch;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sightings that no message shows by itself. */
public final class SightingTable {
    private static final ColumnBatch<Sighting> ROWS =
            ColumnBatch.<Sighting>into("contact_sighting")
                    .text("phone_number_id", Sighting::phoneNumberId)
                    .text("surest", s -> text(s.aliases().getFirst()))
                    .time("at", Sighting::at)
                    .text("digest", SightingTable::digest)
                    .text("phone", s -> s.peer().phone())
                    .text("bsuid", s -> s.peer().bsuid())
                    .text("parent", s -> s.peer().parentBsuid())
                    .text("username", s -> s.peer().username())
                    .text("previous_bsuid", s -> previousPeer(s).bsuid())
                    .text("previous_parent", s -> previousPeer(s).parentBsuid())
                    .text("moved_to", Sighting::movedTo)
                    .text("profile_name", s -> s.peer().profile())
                    .time("received_at", Sighting::receivedAt)
                    .text("marketing", Sighting::marketing)
                    .bool("in_book", s -> s.book() != null)
                    .text("book_name", s -> load(s.book(), Book::fullName))
                    .text("book_first_name", s -> load(s.book(), Book::firstName))
                    .bool(
                            "book_removed",
                            s -> {
                                Book book = s.book();
                                return book != null && book.removed();
                            });

    private SightingTable() {}

    /** Keeps these, each once and with its first receipt. */
    public static void insert(Connection connection, Collection<Sighting> sightings)
            throws SQLException {
        var first = new LinkedHashMap<Sighting, Sighting>();
        for (Sighting sighting : sightings) {
            if (!sighting.aliases().isEmpty() && sighting.peer().group() == null) {
                first.merge(
                        sighting.timeless(),
                        sighting,
                        (one, other) -> one.receivedAt().isAfter(other.receivedAt()) ? other : one);
            }
        }
        ROWS.insert(
                connection,
                first.values(),
                "on conflict (phone_number_id, surest, at, digest) do update set received_at"
                        + " = least(contact_sighting.received_at, excluded.received_at)");
    }

    /** The sightings of whom these names are the surest of. */
    static List<Sighting> load(Connection connection, String number, Collection<Alias> aliases)
            throws SQLException {
        var found = new ArrayList<Sighting>();
        String sql =
                "select * from contact_sighting where phone_number_id = ? and surest = any (?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, number);
            statement.setArray(
                    2,
                    ArrayParameters.texts(
                            connection, aliases.stream().map(SightingTable::text).toList()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(read(row));
                }
            }
        }
        return found;
    }

    private static Sighting read(ResultSet row) throws SQLException {
        Instant at = ResultCells.requireTime(row, "at");
        Instant received = ResultCells.time(row, "received_at");
        Instant receivedAt = received == null ? at : received;
        var before =
                new Peer(
                        null,
                        row.getString("previous_bsuid"),
                        row.getString("previous_parent"),
                        null,
                        null,
                        null);
        return new Sighting(
                row.getString("phone_number_id"),
                new Peer(
                        row.getString("phone"),
                        row.getString("bsuid"),
                        row.getString("parent"),
                        row.getString("username"),
                        null,
                        row.getString("profile_name")),
                at,
                receivedAt,
                before.isKnown() ? before : null,
                row.getString("moved_to"),
                row.getBoolean("in_book")
                        ? new Book(
                                at,
                                receivedAt,
                                row.getString("book_name"),
                                row.getString("book_first_name"),
                                row.getBoolean("book_removed"),
                                List.of())
                        : null,
                row.getString("marketing"),
                0);
    }

    private static Peer previousPeer(Sighting sighting) {
        Peer before = sighting.before();
        return before == null ? Peer.NOBODY : before;
    }

    /** Of all that it says, short enough for a key. */
    private static String digest(Sighting sighting) {
        return UUID.nameUUIDFromBytes(
                        sighting.timeless().toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static String text(Alias alias) {
        return alias.kind() + ":" + alias.value();
    }

    private static <A> @Nullable Object load(@Nullable A whole, ColumnBatch.Value<A> part) {
        return whole == null ? null : part.of(whole);
    }
}
