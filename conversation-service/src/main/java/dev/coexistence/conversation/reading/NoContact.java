package dev.coexistence.conversation.reading;

import java.lang.reflect.RecordComponent;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** The contact of a thread that has none: each member of a contact, and each null. */
final class NoContact extends ValueSerializer<Object> {
    private static final RecordComponent[] MEMBERS = ContactView.class.getRecordComponents();

    @Override
    public void serialize(Object none, JsonGenerator json, SerializationContext context) {
        json.writeStartObject();
        for (RecordComponent member : MEMBERS) {
            json.writeNullProperty(member.getName());
        }
        json.writeEndObject();
    }
}
