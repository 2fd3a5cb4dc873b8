package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.page.inbox.ApprovedTemplates.Template;
import dev.coexistence.conversation.reading.ContactReader.ContactDetail;
import dev.coexistence.conversation.reading.NumberView;
import dev.coexistence.conversation.sending.SendingOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The screen on which a conversation begins.
 *
 * @param numbers from which may be sent
 * @param number the chosen one; empty where none is
 * @param to phone number or words of a name, as typed
 * @param contact id of the chosen contact, or empty
 * @param ready whether it is known who gets the message
 * @param people contacts of that name
 * @param key idempotency key of the one message that the form sends
 * @param typed what was filled in and not sent
 * @param templates to choose from; none where Meta does not say which there are
 * @param outcome what became of the last try, if it was not sent
 */
record StartView(
        List<NumberView> numbers,
        String number,
        String to,
        String contact,
        boolean ready,
        List<Person> people,
        String key,
        ComposerView.Typed typed,
        List<Template> templates,
        @Nullable SendingOutcome outcome) {

    /**
     * A contact to choose.
     *
     * @param phone masked for who may not see it
     */
    record Person(String id, @Nullable String name, @Nullable String phone) {
        static Person of(ContactDetail contact) {
            String book = contact.addressBookName();
            String profile = contact.profileName();
            return new Person(
                    contact.id(),
                    book != null ? book : profile != null ? profile : contact.username(),
                    contact.phone());
        }
    }

    /** The same form after a try that failed; its key stays, so trying again is harmless. */
    StartView fail(String sameKey, StartController.Form form, SendingOutcome why) {
        return new StartView(
                numbers,
                number,
                to,
                contact,
                ready,
                people,
                sameKey,
                new ComposerView.Typed(
                        "",
                        form.orEmpty(form.template()),
                        form.orEmpty(form.language()),
                        form.orEmpty(form.parameters())),
                templates,
                why);
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

    public @Nullable String reason() {
        return outcome instanceof SendingOutcome.Refused(_, String problem) ? problem : null;
    }
}
