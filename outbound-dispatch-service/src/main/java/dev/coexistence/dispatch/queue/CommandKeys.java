package dev.coexistence.dispatch.queue;

import dev.coexistence.database.ColumnBatch;
import dev.coexistence.dispatch.command.Command;

/** Keys of commands as rows that a statement joins. */
final class CommandKeys {
    static final ColumnBatch<Command.Key> ROWS =
            ColumnBatch.<Command.Key>rows()
                    .text("number", Command.Key::number)
                    .text("id", Command.Key::id);

    private CommandKeys() {}
}
