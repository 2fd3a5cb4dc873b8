package dev.coexistence.access.key;

import dev.coexistence.kafka.follow.FollowedEntries;
import dev.coexistence.schemas.events.ApiKey;
import java.util.Set;

/** Records of {@code whatsapp.api-keys} on their way to the directory of keys. */
record FollowedKeys(KeyDirectory directory) implements FollowedEntries<ApiKey> {

    /** A record speaks of the key that its own id names; one under another's is none. */
    @Override
    public void put(String key, ApiKey value) {
        if (!key.equals(value.getKeyId())) {
            throw new IllegalArgumentException("A record of an API key stands under another's id");
        }
        directory.put(value);
    }

    @Override
    public void remove(String key) {
        directory.remove(key);
    }

    @Override
    public void complete(Set<String> keys) {
        directory.complete(keys);
    }
}
