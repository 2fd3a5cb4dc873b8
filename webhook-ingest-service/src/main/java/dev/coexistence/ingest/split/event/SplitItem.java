package dev.coexistence.ingest.split.event;

import dev.coexistence.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;

/** Outcome of one item of a body: an event or a dead letter, never nothing. */
public sealed interface SplitItem {

    /** RFC 6901 pointer of the item in the body. */
    String path();

    /** The item is an event of a topic. */
    record Event<T extends SpecificRecord>(String path, Topic<T> topic, String key, T event)
            implements SplitItem {}

    /**
     * The item cannot become an event.
     *
     * @param reason one word of the set in {@link MalformedItem}
     * @param detail a sentence without content
     * @param bytes the item as it stood; empty where it is too large to be repeated
     */
    record Rejected(String path, String reason, String detail, byte[] bytes) implements SplitItem {}
}
