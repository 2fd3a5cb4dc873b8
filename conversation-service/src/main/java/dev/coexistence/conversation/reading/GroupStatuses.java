package dev.coexistence.conversation.reading;

import dev.coexistence.conversation.reading.MessageView.ParticipantStatus;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Delivery statuses of messages to groups, for each member. Queried only where there are such
 * messages.
 */
final class GroupStatuses {
    /** Meta's statuses, the lesser first; another word stands before them. */
    private static final List<String> ORDER =
            List.of("sent", "failed", "delivered", "read", "played");

    private final JdbcTemplate database;

    GroupStatuses(JdbcTemplate database) {
        this.database = database;
    }

    /** The same messages, those to groups with what is known of their members. */
    List<MessageView> complete(List<MessageView> messages) {
        List<MessageView> toGroups = messages.stream().filter(GroupStatuses::isToGroup).toList();
        if (toGroups.isEmpty()) {
            return messages;
        }
        Map<String, Map<String, ParticipantStatus>> known = load(toGroups);
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

    private Map<String, Map<String, ParticipantStatus>> load(List<MessageView> messages) {
        var known = new HashMap<String, Map<String, ParticipantStatus>>();
        var numbers = new ArrayList<String>();
        var wamids = new ArrayList<String>();
        Map<String, String> groups = new HashMap<>();
        for (MessageView message : messages) {
            numbers.add(message.phoneNumberId());
            wamids.add(Objects.requireNonNull(message.wamid()));
            groups.put(key(message), Objects.requireNonNull(message.groupId()));
        }
        database.query(
                "select s.phone_number_id, s.wamid, s.recipient, s.status, s.occurred_at"
                        + " from unnest(?::text[], ?::text[]) as k(n, w) join message_status s"
                        + " on s.phone_number_id = k.n and s.wamid = k.w order by s.recipient",
                row -> {
                    String message = row.getString(1) + ' ' + row.getString(2);
                    String who = row.getString(3);
                    if (!who.isEmpty() && !who.equals(groups.get(message))) {
                        Timestamp at = row.getTimestamp(5);
                        known.computeIfAbsent(message, _ -> new LinkedHashMap<>())
                                .merge(
                                        who,
                                        new ParticipantStatus(
                                                displayName(who), row.getString(4), at.toInstant()),
                                        GroupStatuses::further);
                    }
                },
                numbers.toArray(String[]::new),
                wamids.toArray(String[]::new));
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
