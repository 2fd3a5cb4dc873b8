package dev.coexistence.ingest.split;

import dev.coexistence.ingest.split.event.NumberDirectory;
import dev.coexistence.ingest.split.json.JsonFields;
import dev.coexistence.kafka.follow.FollowedEntries;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionStatus;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Directory of the numbers of {@code whatsapp.connections}, in memory: for webhooks that name a
 * number only by the phone number that people know. Where two numbers had the same, it is the one
 * that is connected.
 */
final class ConnectedNumbers implements NumberDirectory, FollowedEntries<Connection> {
    private final Map<String, Known> byPhone = new ConcurrentHashMap<>();
    private final Map<String, String> phones = new ConcurrentHashMap<>();

    @Override
    public @Nullable Known byPhone(@Nullable String digits) {
        return digits == null ? null : byPhone.get(digits);
    }

    @Override
    public void put(String key, Connection connection) {
        String digits = JsonFields.digits(connection.getDisplayPhoneNumber().orElse(null));
        String before = digits == null ? phones.remove(key) : phones.put(key, digits);
        if (before != null && !before.equals(digits)) {
            forget(before, key);
        }
        if (digits == null) {
            return;
        }
        var known = new Known(key, connection.getWabaId().orElse(null));
        boolean over = connection.getState() == ConnectionStatus.DISCONNECTED;
        byPhone.merge(
                digits,
                known,
                (older, now) -> over && !older.phoneNumberId().equals(key) ? older : now);
    }

    @Override
    public void remove(String key) {
        String phone = phones.remove(key);
        if (phone != null) {
            forget(phone, key);
        }
    }

    @Override
    public void complete(Set<String> keys) {
        phones.keySet().stream().filter(key -> !keys.contains(key)).toList().forEach(this::remove);
    }

    private void forget(String phone, String key) {
        byPhone.computeIfPresent(
                phone, (_, known) -> known.phoneNumberId().equals(key) ? null : known);
    }
}
