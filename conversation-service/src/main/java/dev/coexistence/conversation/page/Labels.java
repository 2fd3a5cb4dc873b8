package dev.coexistence.conversation.page;

import dev.coexistence.conversation.reading.ContactView;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.GroupView;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.conversation.reading.NumberView;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Labels of people and numbers on the page. */
@Component
public class Labels {
    private static final int MANY = 3;

    /** A contact's name, else its user name, else its number with the middle masked. */
    public String contact(ContactView contact) {
        if (contact.name() != null && !contact.name().isBlank()) {
            return contact.name();
        }
        if (contact.username() != null) {
            return contact.username().startsWith("@")
                    ? contact.username()
                    : "@" + contact.username();
        }
        return contact.phone() == null ? "" : masked(contact.phone());
    }

    /**
     * Label of a thread: its contact, or who writes in its group, up to three of them; empty where
     * nobody is known.
     */
    public String thread(ConversationView conversation) {
        ContactView contact = conversation.contact();
        if (contact != null) {
            return contact(contact);
        }
        GroupView group = conversation.group();
        if (group == null) {
            return "";
        }
        String names =
                group.participants().stream()
                        .limit(MANY)
                        .map(this::author)
                        .collect(Collectors.joining(", "));
        return group.participants().size() > MANY ? names + " …" : names;
    }

    /** Label of a group's member: by name, else user name, else number with the middle masked. */
    public String author(MessageView.Author author) {
        return contact(
                new ContactView("", author.name(), author.phone(), author.username(), null, null));
    }

    /** A phone number with the middle masked, any other name as it is. */
    public String participant(String participant) {
        return participant.startsWith("+") ? masked(participant) : participant;
    }

    /** {@code +15550100999} as {@code +155 ••• 999}; a number that came masked as it is. */
    public String masked(String phone) {
        if (phone.indexOf('*') >= 0) {
            return phone;
        }
        return phone.length() < 8
                ? "•••"
                : phone.substring(0, 4) + " ••• " + phone.substring(phone.length() - 3);
    }

    public String number(NumberView number) {
        if (number.verifiedName() != null) {
            return number.verifiedName();
        }
        return number.displayPhoneNumber() == null
                ? number.phoneNumberId()
                : number.displayPhoneNumber();
    }

    /**
     * Trouble of a number, as one word: the reason of a hold (PAYMENT, TOKEN …), or DISCONNECTED,
     * DISCONNECTING, FAILED, SUSPENDED, INACTIVE; empty where messages flow.
     */
    public String trouble(@Nullable NumberView number) {
        if (number == null) {
            return "";
        }
        return switch (number.state()) {
            case "DISCONNECTED", "DISCONNECTING", "FAILED", "SUSPENDED" -> number.state();
            default -> {
                if (number.hold() != null) {
                    yield number.hold().reason();
                }
                yield number.presumedInactive() ? "INACTIVE" : "";
            }
        };
    }

    /** Those of the numbers that are in trouble; none where it is not known which there are. */
    public List<NumberView> troubled(@Nullable List<NumberView> numbers) {
        return numbers == null
                ? List.of()
                : numbers.stream().filter(number -> !trouble(number).isEmpty()).toList();
    }

    /** Up to two letters that stand for a contact; empty where it has no name, and for a group. */
    public String initials(@Nullable ContactView contact) {
        String name = contact == null ? null : contact.name();
        if (name == null || name.isBlank()) {
            return "";
        }
        var letters = new StringBuilder(4);
        String[] words = name.strip().split("\\s+", -1);
        for (String word :
                words.length > 2 ? new String[] {words[0], words[words.length - 1]} : words) {
            int first = word.codePointAt(0);
            if (Character.isLetterOrDigit(first)) {
                letters.appendCodePoint(first);
            }
        }
        return letters.toString().toUpperCase(Locale.ROOT);
    }

    /** One of eight colours, the same for the same thing. */
    public int tone(@Nullable String id) {
        return id == null ? 0 : Math.floorMod(id.hashCode() * 31 + id.length(), 8);
    }
}
