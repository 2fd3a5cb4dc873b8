package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.recipient.GroupId;
import dev.coexistence.schemas.recipient.PhoneNumber;
import dev.coexistence.schemas.recipient.Recipient;
import dev.coexistence.schemas.recipient.UnreadableRecipient;
import dev.coexistence.schemas.recipient.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Recipient of a command: a person by phone number or user id, or a group. What the message object
 * says about it, in Meta's own form, counts as well and must not differ.
 *
 * @param field the command's member that names the recipient, or does so wrongly
 * @param reason why it goes to nobody; null where it goes to somebody
 * @param problem a sentence about that, without the recipient
 */
record RecipientAddress(
        @Nullable String to,
        @Nullable String bsuid,
        @Nullable String group,
        String field,
        @Nullable Reason reason,
        @Nullable String problem) {

    /**
     * @param envelope the message object as it was given, or an empty one
     */
    static RecipientAddress of(SendCommand command, JsonNode envelope) {
        String to = stated(command.getTo());
        String user = stated(command.getRecipient());
        String group = stated(command.getGroupId());
        String type = envelope.path("recipient_type").asString("");
        String innerTo = envelope.path("to").asString("");
        String innerUser = envelope.path("recipient").asString("");
        if (to.isEmpty() && user.isEmpty() && group.isEmpty()) {
            to = innerTo;
            user = innerUser;
        }
        if (type.equals("group") && group.isEmpty()) {
            group = to;
            to = "";
        }
        if (!type.isEmpty() && type.equals("group") == group.isEmpty()) {
            return refused("recipient_type", "recipient_type and the recipient contradict");
        }
        RecipientAddress named = group.isEmpty() ? person(to, user) : group(group, to + user);
        boolean same = named.reason != null || (named.is(innerTo) && named.is(innerUser));
        return same ? named : refused("to", "The message object names another recipient");
    }

    private static RecipientAddress person(String to, String user) {
        if (to.isEmpty() && user.isEmpty()) {
            return new RecipientAddress(
                    null,
                    null,
                    null,
                    "to",
                    Reason.NO_RECIPIENT,
                    "None of to, recipient and groupId is set");
        }
        String id = null;
        try {
            id = user.isEmpty() ? null : UserId.of(user).value();
        } catch (UnreadableRecipient e) {
            return refused("recipient", e.getMessage());
        }
        if (to.isEmpty()) {
            return new RecipientAddress(null, id, null, "recipient", null, null);
        }
        try {
            return switch (Recipient.of(to)) {
                case PhoneNumber phone ->
                        new RecipientAddress(phone.value(), id, null, "to", null, null);
                case UserId other ->
                        new RecipientAddress(null, other.value(), null, "to", null, null);
                case GroupId _ -> refused("to", "A group goes into groupId");
            };
        } catch (UnreadableRecipient e) {
            return refused("to", e.getMessage());
        }
    }

    private static RecipientAddress group(String group, String person) {
        if (!person.isEmpty()) {
            return refused("groupId", "groupId excludes to and recipient");
        }
        try {
            return new RecipientAddress(
                    null, null, GroupId.of(group).value(), "groupId", null, null);
        } catch (UnreadableRecipient e) {
            return refused("groupId", e.getMessage());
        }
    }

    /** True of nobody, too: what is not said contradicts nothing. */
    private boolean is(String text) {
        if (text.isEmpty() || text.strip().equals(group)) {
            return true;
        }
        try {
            String other = Recipient.of(text).value();
            return other.equals(to) || other.equals(bsuid);
        } catch (UnreadableRecipient e) {
            return false;
        }
    }

    /** Key of the order that its messages keep; empty where it goes to nobody. */
    Optional<String> line() {
        if (group != null) {
            return Optional.of("group:" + group);
        }
        return Optional.ofNullable(to != null ? to : bsuid);
    }

    private static RecipientAddress refused(String field, @Nullable String problem) {
        return new RecipientAddress(null, null, null, field, Reason.BAD_RECIPIENT, problem);
    }

    private static String stated(Optional<String> text) {
        return text.map(String::strip).orElse("");
    }
}
