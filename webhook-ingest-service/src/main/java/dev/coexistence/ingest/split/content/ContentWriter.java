package dev.coexistence.ingest.split.content;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Writer of messages' content into the events of one schema. All schemas of messages name these
 * fields alike; the writer finds their positions once.
 */
public final class ContentWriter {
    private final int type;
    private final int preview;
    private final int mediaId;
    private final int mimeType;
    private final int repliesTo;
    private final int targets;
    private final int placeholder;
    private final int error;

    /**
     * @throws IllegalArgumentException where the schema lacks a field of the content
     */
    public ContentWriter(Schema schema) {
        type = position(schema, "type");
        preview = position(schema, "preview");
        mediaId = position(schema, "mediaId");
        mimeType = position(schema, "mimeType");
        repliesTo = position(schema, "repliesTo");
        targets = position(schema, "targets");
        placeholder = position(schema, "placeholder");
        error = position(schema, "error");
    }

    private static int position(Schema schema, String name) {
        var field = schema.getField(name);
        if (field == null) {
            throw new IllegalArgumentException(schema.getName() + " has no field " + name);
        }
        return field.pos();
    }

    /** Writes the whole content into an event that was just built. */
    public <T extends SpecificRecordBase> T write(ContentFields content, T event) {
        event.put(type, content.type());
        event.put(preview, content.preview());
        event.put(mediaId, content.mediaId());
        event.put(mimeType, content.mimeType());
        event.put(repliesTo, content.repliesTo());
        event.put(targets, content.targets());
        event.put(placeholder, content.placeholder());
        event.put(error, content.error());
        return event;
    }
}
