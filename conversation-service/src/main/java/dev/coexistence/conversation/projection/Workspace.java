package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.projection.MessageTable.Key;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one batch, joined in memory. A message is found by its wamid, or by its command
 * as long as the command has no wamid. Each wamid holds the join of all that was told of it and of
 * its command, so the order of telling does not matter.
 */
final class Workspace {
    private final IdSource ids;
    private final Map<Long, MessageRow> rows = new LinkedHashMap<>();
    private final Map<Key, MessageRow> byWamid = new HashMap<>();
    private final Map<Key, List<MessageRow>> byCommand = new HashMap<>();

    /** Where the ids of new rows come from. */
    @FunctionalInterface
    interface IdSource {
        long next() throws SQLException;
    }

    Workspace(IdSource ids) {
        this.ids = ids;
    }

    /** Takes in what the database holds of the messages that will be told of. */
    void stored(Collection<MessageRow> stored) {
        for (MessageRow row : stored) {
            if (rows.putIfAbsent(row.id(), row) == null) {
                index(row);
            }
        }
    }

    void tell(String phoneNumberId, MessageState told) throws SQLException {
        String wamid = told.wamid();
        String command = told.commandId();
        if (wamid != null) {
            tellOfMessage(phoneNumberId, wamid, command, told);
        } else if (command != null) {
            tellOfCommand(new Key(phoneNumberId, command), told);
        }
    }

    /** Every row, also the unchanged and the removed. */
    Collection<MessageRow> rows() {
        return rows.values();
    }

    private void tellOfMessage(
            String number, String wamid, @Nullable String command, MessageState told)
            throws SQLException {
        var key = new Key(number, wamid);
        MessageRow row = byWamid.get(key);
        boolean linked = row != null && row.now().commandId() != null;
        if (command != null && !linked) {
            row = link(new Key(number, command), key, row);
        }
        if (row == null) {
            row = MessageRow.fresh(ids.next(), number, MessageState.ofWamid(wamid));
            add(row);
        }
        row.join(told);
        if (command != null && told.isSaid()) {
            shareWithSiblings(new Key(number, command), row, told.ofItsCommand());
        }
    }

    /** Makes a message the command's: what waits under the command alone becomes the message. */
    private MessageRow link(Key command, Key wamid, @Nullable MessageRow known)
            throws SQLException {
        List<MessageRow> siblings = byCommand.computeIfAbsent(command, _ -> new ArrayList<>(2));
        MessageRow waiting =
                siblings.stream().filter(s -> s.now().wamid() == null).findFirst().orElse(null);
        MessageRow row = known;
        if (waiting != null) {
            if (row == null) {
                row = waiting;
                row.join(MessageState.ofWamid(wamid.id()));
                byWamid.put(wamid, row);
                return row;
            }
            row.join(waiting.now());
            waiting.remove();
            siblings.remove(waiting);
        } else if (row == null) {
            row =
                    MessageRow.fresh(
                            ids.next(), wamid.phoneNumberId(), MessageState.ofWamid(wamid.id()));
            rows.put(row.id(), row);
            byWamid.put(wamid, row);
        }
        row.join(MessageState.ofCommand(command.id()));
        for (MessageRow sibling : siblings) {
            row.join(sibling.now().ofItsCommand());
        }
        siblings.add(row);
        return row;
    }

    private void tellOfCommand(Key command, MessageState told) throws SQLException {
        List<MessageRow> siblings = byCommand.computeIfAbsent(command, _ -> new ArrayList<>(2));
        if (siblings.isEmpty()) {
            var row =
                    MessageRow.fresh(
                            ids.next(),
                            command.phoneNumberId(),
                            MessageState.ofCommand(command.id()));
            rows.put(row.id(), row);
            siblings.add(row);
        }
        for (MessageRow sibling : siblings) {
            sibling.join(told);
        }
    }

    private void shareWithSiblings(Key command, MessageRow row, MessageState commanded) {
        for (MessageRow sibling : byCommand.getOrDefault(command, List.of())) {
            if (sibling != row) {
                sibling.join(commanded);
            }
        }
    }

    private void add(MessageRow row) {
        rows.put(row.id(), row);
        index(row);
    }

    private void index(MessageRow row) {
        String wamid = row.now().wamid();
        String command = row.now().commandId();
        if (wamid != null) {
            byWamid.put(new Key(row.phoneNumberId(), wamid), row);
        }
        if (command != null) {
            byCommand
                    .computeIfAbsent(new Key(row.phoneNumberId(), command), _ -> new ArrayList<>(2))
                    .add(row);
        }
    }
}
