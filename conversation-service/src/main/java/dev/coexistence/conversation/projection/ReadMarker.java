package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.fact.Fact.MessageRecorded;
import dev.coexistence.conversation.message.MessageState;
import java.util.List;

/**
 * Marks messages as seen by somebody of the business. A mark is a fact like those of the events: it
 * stands at the message, may come in any order, twice, or before its message.
 */
public final class ReadMarker {
    private final Projector projector;

    ReadMarker(Projector projector) {
        this.projector = projector;
    }

    /** Marks a customer's message as seen, and with it all before it. */
    public void mark(String phoneNumberId, String wamid) {
        projector.project(
                List.of(
                        List.of(
                                new MessageRecorded(
                                        phoneNumberId,
                                        MessageState.ofWamid(wamid).withReadMark()))));
    }
}
