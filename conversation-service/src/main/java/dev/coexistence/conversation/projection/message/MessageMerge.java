package dev.coexistence.conversation.projection.message;

import dev.coexistence.conversation.database.IdAllocator;
import dev.coexistence.conversation.fact.Fact;
import dev.coexistence.conversation.fact.Fact.MessageRecorded;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.projection.message.MessageTable.Key;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merge of one batch's message states, in memory. A message is found by its wamid, or by its
 * command as long as the command has no wamid. Each wamid holds the join of all facts about it and
 * about its command, so their order does not matter.
 */
public final class MessageMerge {
    private final IdSource ids;
    private final Map<Long, MessageRow> rows = new LinkedHashMap<>();
    private final Map<Key, MessageRow> byWamid = new HashMap<>();
    private final Map<Key, List<MessageRow>> byCommand = new HashMap<>();

    /** Source of ids for new rows. */
    @FunctionalInterface
    interface IdSource {
        long next() throws SQLException;
    }

    MessageMerge(IdSource ids) {
        this.ids = ids;
    }

    /** Loads the messages that the facts speak of and joins the facts to them, in memory only. */
    public static Collection<MessageRow> apply(
            Connection connection, IdAllocator ids, List<Fact> facts) throws SQLException {
        var wamids = new LinkedHashSet<Key>();
        var commands = new LinkedHashSet<Key>();
        for (Fact fact : facts) {
            if (fact instanceof MessageRecorded(String number, MessageState state)) {
                String wamid = state.wamid();
                String command = state.commandId();
                if (wamid != null) {
                    wamids.add(new Key(number, wamid));
                }
                if (command != null) {
                    commands.add(new Key(number, command));
                }
            }
        }
        var merge = new MessageMerge(ids::next);
        if (!wamids.isEmpty() || !commands.isEmpty()) {
            merge.addStored(MessageTable.load(connection, wamids, commands));
        }
        for (Fact fact : facts) {
            if (fact instanceof MessageRecorded(String number, MessageState state)) {
                merge.join(number, state);
            }
        }
        return merge.rows();
    }

    /** Adds the stored rows of the messages that the facts speak of. */
    void addStored(Collection<MessageRow> stored) {
        for (MessageRow row : stored) {
            if (rows.putIfAbsent(row.id(), row) == null) {
                index(row);
            }
        }
    }

    void join(String phoneNumberId, MessageState more) throws SQLException {
        String wamid = more.wamid();
        String command = more.commandId();
        if (wamid != null) {
            joinMessage(phoneNumberId, wamid, command, more);
        } else if (command != null) {
            joinCommand(new Key(phoneNumberId, command), more);
        }
    }

    /** Every row, also the unchanged and the removed. */
    Collection<MessageRow> rows() {
        return rows.values();
    }

    private void joinMessage(
            String number, String wamid, @Nullable String command, MessageState more)
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
        row.join(more);
        if (command != null && more.hasContent()) {
            shareWithSiblings(new Key(number, command), row, more.commandPart());
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
            row.join(sibling.now().commandPart());
        }
        siblings.add(row);
        return row;
    }

    private void joinCommand(Key command, MessageState more) throws SQLException {
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
            sibling.join(more);
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
