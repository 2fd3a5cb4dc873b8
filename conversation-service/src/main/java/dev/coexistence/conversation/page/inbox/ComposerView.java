package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.hold.SendingHold;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.NumberView;
import dev.coexistence.conversation.reading.WindowView;
import dev.coexistence.conversation.sending.SendingOutcome;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The form in which the business answers.
 *
 * @param mode what can be written: see {@link Mode}
 * @param key idempotency key of the one message that this form sends
 * @param toGroup whether it goes to a group
 * @param onPhone whether the owner's phone can answer as well
 * @param hold that Meta takes nothing of the number at present
 * @param waiting whether what is written now waits until the phone is back
 * @param inactive whether it waits because the app was not opened in time
 * @param typed what was filled in and not sent
 * @param outcome what became of the last try, if it was not sent
 */
record ComposerView(
        String conversation,
        Mode mode,
        String key,
        WindowView window,
        boolean toGroup,
        boolean onPhone,
        boolean waiting,
        boolean inactive,
        @Nullable SendingHold hold,
        Typed typed,
        @Nullable SendingOutcome outcome) {

    /**
     * Input of the form.
     *
     * @param parameters values of a template's body, one a line
     */
    record Typed(String body, String template, String language, String parameters) {
        static final Typed NOTHING = new Typed("", "", "en", "");
    }

    /** Kinds of messages that the business may write now. */
    enum Mode {
        /** Anything. */
        FREE,
        /** Templates only: Meta's window is closed. */
        TEMPLATES,
        /** Nothing: the number is not connected. */
        NOTHING
    }

    static ComposerView of(ConversationView conversation, @Nullable NumberView number) {
        return new ComposerView(
                conversation.id(),
                mode(conversation, number),
                UUID.randomUUID().toString(),
                conversation.window(),
                conversation.inGroup(),
                number != null && number.mode().equals("COEXISTENCE"),
                number != null && number.state().equals("SUSPENDED"),
                number != null && number.presumedInactive(),
                number == null ? null : number.hold(),
                Typed.NOTHING,
                null);
    }

    /** The same form after a try that failed; its key stays, so trying again is harmless. */
    ComposerView fail(String sameKey, Typed still, SendingOutcome why) {
        return new ComposerView(
                conversation,
                mode,
                sameKey,
                window,
                toGroup,
                onPhone,
                waiting,
                inactive,
                hold,
                still,
                why);
    }

    /** Changes whenever what is said of the window and the number changes. */
    public String version() {
        return Integer.toHexString(Objects.hash(window, waiting, inactive, hold));
    }

    /** The form that is shown; the same one keeps what was typed. */
    public String form() {
        return mode + (isGroupOfTheApp() ? "-group" : "") + (onPhone ? "-phone" : "");
    }

    /** The problem as a word; empty where there is none. */
    public String problem() {
        return switch (outcome) {
            case null -> "";
            case SendingOutcome.Queued _ -> "";
            case SendingOutcome.Refused _ -> "refused";
            case SendingOutcome.DispatcherAway _ -> "away";
        };
    }

    /** True for a group of a number of the app: Meta takes nothing from programs there. */
    public boolean isGroupOfTheApp() {
        return toGroup && onPhone;
    }

    public @Nullable String reason() {
        return outcome instanceof SendingOutcome.Refused(_, String problem) ? problem : null;
    }

    private static Mode mode(ConversationView conversation, @Nullable NumberView number) {
        if (number != null) {
            switch (number.state()) {
                case "DISCONNECTED", "DISCONNECTING", "FAILED" -> {
                    return Mode.NOTHING;
                }
                default -> {}
            }
        }
        return conversation.window().open() ? Mode.FREE : Mode.TEMPLATES;
    }
}
