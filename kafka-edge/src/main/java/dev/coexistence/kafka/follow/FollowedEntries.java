package dev.coexistence.kafka.follow;

import java.util.Set;

/**
 * Memory that a {@link CompactedTopicFollower} keeps like its topic. All calls come from one
 * thread, in the order of each key's records.
 *
 * @param <V> event of the topic
 */
public interface FollowedEntries<V> {

    /** Newest event of a key. */
    void put(String key, V value);

    /** A key without an event: it was deleted, or its newest record cannot be read. */
    void remove(String key);

    /**
     * Notes that every key of the topic as of the start, or as of the end of an outage, was put;
     * keys that are not among them are gone.
     */
    void complete(Set<String> keys);
}
