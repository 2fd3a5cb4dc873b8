package dev.coexistence.conversation.erasure;

import java.util.List;

/**
 * A place where something of an erased person stays, for how long, and who can end it.
 *
 * @param place where
 * @param until when it is gone by itself, or what ends it
 * @param why a sentence for people
 */
public record Kept(String place, String until, String why) {

    /** Every place; the same for everybody. */
    static final List<Kept> EVERYWHERE =
            List.of(
                    new Kept(
                            "Kafka topics",
                            "30 days after each record was written (send-commands: 7 days)",
                            "A log is not rewritten: raw webhooks, events, results and dead letters"
                                    + " that name the person go with their retention. Nothing that"
                                    + " reads them again brings the person back here; a replay of"
                                    + " the raw webhooks writes the events anew, so that their"
                                    + " days begin again."),
                    new Kept(
                            "The dispatcher",
                            "2 minutes after a message under way has ended",
                            "Messages that wait are taken back, ended ones lose recipient, text and"
                                    + " reference; one that may be on its way to Meta does when it"
                                    + " has ended. The command's own id stays for 8 days, so that"
                                    + " it is not sent twice."),
                    new Kept(
                            "Backups of the database and of the media store",
                            "as your backups are kept",
                            "After one is restored, erase the person again: the erasures of the last"
                                    + " 30 days stand on whatsapp.erasures and are obeyed anew when"
                                    + " the group conversation-service-erasures reads it from the"
                                    + " start."),
                    new Kept(
                            "Meta, and the WhatsApp app on the owner's phone",
                            "as Meta and the owner keep it",
                            "No interface lets a business erase there; the owner deletes the chat"
                                    + " in the app."),
                    new Kept(
                            "Receivers of webhooks and readers of the topics",
                            "as each of them keeps it",
                            "What was delivered is theirs; those that have the keyset can read"
                                    + " whatsapp.erasures and obey it too."));
}
