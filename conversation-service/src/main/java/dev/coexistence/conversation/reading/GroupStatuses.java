package dev.coexistence.conversation.reading;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.caller.CallerAccess;
import dev.coexistence.conversation.database.ResultCells;
import dev.coexistence.conversation.reading.MessageView.ParticipantStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Delivery statuses of messages to groups, for each member. Queried only where there are such
 * messages.
 */
final class GroupStatuses {
    /** Meta's statuses, the lesser first; another word stands before them. */
    private static final List<String> ORDER =
            List.of("sent", "failed", "delivered", "read", "played");

    private final CallerAccess access;

    GroupStatuses(CallerAccess access) {
        this.access = access;
    }

    private record Told(String message, String who, String status, Instant at) {}

    /** The same messages, those to groups with what is known of their members. */
    List<MessageView> complete(Caller caller, List<MessageView> messages) {
        List<MessageView> toGroups = messages.stream().filter(GroupStatuses::isToGroup).toList();
        if (toGroups.isEmpty()) {
            return messages;
        }
        Map<String, Map<String, ParticipantStatus>> known = load(caller, toGroups);
        return messages.stream()
                .map(message ->
                        isToGroup(message)
                                ? message.addParticipants(
                                        List.copyOf(
                                                known.getOrDefault(key(message), Map.of())
                                                        .values()))
                                : message)
                .toList();
    }

    private Map<String, Map<String, ParticipantStatus>> load(
            Caller caller, List<MessageView> messages) {
        var known = new HashMap<String, Map<String, ParticipantStatus>>();
        var numbers = new ArrayList<String>();
        var wamids = new ArrayList<String>();
        Map<String, String> groups = new HashMap<>();
        for (MessageView message : messages) {
            numbers.add(message.phoneNumberId());
            wamids.add(Objects.requireNonNull(message.wamid()));
            groups.put(key(message), Objects.requireNonNull(message.groupId()));
        }
        access
                .query(
                        caller,
                        "select s.phone_number_id, s.wamid, s.recipient, s.status, s.occurred_at"
                                + " from unnest(?::text[], ?::text[]) as k(n, w) join message_status s"
                                + " on s.phone_number_id = k.n and s.wamid = k.w order by s.recipient",
                        (row, _) ->
                                new Told(
                                        row.getString(1) + ' ' + row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        ResultCells.requireTime(row, "occurred_at")),
                        numbers.toArray(String[]::new),
                        wamids.toArray(String[]::new))
                .stream()
                .filter(told -> !told.who().isEmpty())
                .filter(told -> !told.who().equals(groups.get(told.message())))
                .forEach(told ->
                        known.computeIfAbsent(told.message(), _ -> new LinkedHashMap<>())
                                .merge(
                                        told.who(),
                                        new ParticipantStatus(
                                                displayName(told.who()), told.status(), told.at()),
                                        GroupStatuses::further));
        return known;
    }

    private static ParticipantStatus further(ParticipantStatus one, ParticipantStatus other) {
        return ORDER.indexOf(one.status()) >= ORDER.indexOf(other.status()) ? one : other;
    }

    private static boolean isToGroup(MessageView message) {
        return message.groupId() != null
                && message.wamid() != null
                && message.direction().equals("OUT");
    }

    private static String key(MessageView message) {
        return message.phoneNumberId() + ' ' + message.wamid();
    }

    private static String displayName(String recipient) {
        return Character.isDigit(recipient.charAt(0)) ? '+' + recipient : recipient;
    }
}
