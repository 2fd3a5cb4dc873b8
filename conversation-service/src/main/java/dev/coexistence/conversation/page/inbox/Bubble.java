package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.reading.MessageView;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A message as the thread shows it.
 *
 * @param quoted the message that it answers, where that is known
 * @param inside what only its JSON says
 * @param newDay the day that begins with it, in the reader's zone
 * @param importEndsHere whether it is the last imported one before live messages
 */
record Bubble(
        MessageView message,
        @Nullable MessageView quoted,
        Inside inside,
        @Nullable LocalDate newDay,
        boolean importEndsHere) {

    /** What it is shown as, whatever Meta calls its type. */
    public String kind() {
        if (message.revokedAt() != null) {
            return "revoked";
        }
        if (message.placeholder()) {
            return message.sender().equals("HISTORY") ? "absent" : "elsewhere";
        }
        return switch (message.type()) {
            case "text", "button", "interactive" -> message.text() == null ? "other" : "text";
            case "image", "sticker" -> "image";
            case "video" -> "video";
            case "audio", "voice" -> "audio";
            case "document" -> "document";
            case "location" -> inside.place() == null ? "other" : "location";
            case "contacts" -> inside.cards().isEmpty() ? "other" : "cards";
            case "template" -> "template";
            case "system", "handover" -> "system";
            default -> message.text() == null ? "other" : "text";
        };
    }

    /** The day that begins with it, as a machine writes it. */
    public @Nullable String day() {
        return newDay == null ? null : newDay.toString();
    }

    /** Changes whenever what is shown changes. */
    public String version() {
        return Integer.toHexString(hashCode());
    }

    /**
     * How far it got, as one of the words that the page has a sign for; empty for the customer's.
     */
    public String tick() {
        String status = message.status();
        if (status == null || message.direction().equals("IN")) {
            return "";
        }
        return status;
    }
}
