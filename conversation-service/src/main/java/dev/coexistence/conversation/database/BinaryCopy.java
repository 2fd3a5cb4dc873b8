package dev.coexistence.conversation.database;

import java.sql.SQLException;
import org.postgresql.copy.CopyIn;

/**
 * Rows on their way into a table, in the binary format of PostgreSQL's COPY. What is gathered is
 * sent by the piece, so the server works on the first rows while the next ones are written.
 */
final class BinaryCopy {
    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
    };
    private static final int PIECE = 64 * 1_024;
    private static final int END = -1;

    private final CopyIn target;
    private final BinaryCells cells = new BinaryCells(2 * PIECE);

    BinaryCopy(CopyIn target) {
        this.target = target;
        cells.raw(SIGNATURE);
        cells.four(0);
        cells.four(0);
    }

    /** Begins a row, of which each column is then to be added. */
    BinaryCells row(int columns) throws SQLException {
        if (cells.size() >= PIECE) {
            send();
        }
        cells.two(columns);
        return cells;
    }

    /** To be called once, after the last row. */
    void end() throws SQLException {
        cells.two(END);
        send();
        target.endCopy();
    }

    private void send() throws SQLException {
        target.writeToCopy(cells.buffer(), 0, cells.size());
        cells.clear();
    }
}
