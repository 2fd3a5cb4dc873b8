package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.message.Peer;
import dev.coexistence.database.ColumnBatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Columns of a message that hold its peer. */
public final class PeerColumns {
    private static final List<Column> COLUMNS =
            List.of(
                    new Column("peer_phone", Peer::phone),
                    new Column("peer_bsuid", Peer::bsuid),
                    new Column("peer_parent", Peer::parentBsuid),
                    new Column("peer_username", Peer::username),
                    new Column("peer_group", Peer::group),
                    new Column("peer_profile", Peer::profile));

    /** Their names, as a query lists them. */
    static final String NAMES =
            COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "));

    private record Column(String name, Function<Peer, @Nullable String> value) {}

    private PeerColumns() {}

    /** Adds the columns to those that a row of another type writes. */
    public static <R> ColumnBatch<R> addTo(ColumnBatch<R> batch, Function<R, @Nullable Peer> peer) {
        ColumnBatch<R> all = batch;
        for (Column column : COLUMNS) {
            all =
                    all.text(
                            column.name(),
                            row -> {
                                Peer named = peer.apply(row);
                                return named == null ? null : column.value().apply(named);
                            });
        }
        return all;
    }

    public static Peer read(ResultSet message) throws SQLException {
        var values = new String[COLUMNS.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = message.getString(COLUMNS.get(i).name());
        }
        return new Peer(values[0], values[1], values[2], values[3], values[4], values[5]);
    }
}
