package dev.coexistence.conversation.content;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A contact card.
 *
 * @param name as it is to be shown
 * @param birthday as its sender wrote it
 */
public record ContactCard(
        @Nullable String name,
        List<Phone> phones,
        List<Labelled> emails,
        List<Labelled> urls,
        List<Labelled> addresses,
        @Nullable Organisation organisation,
        @Nullable String birthday) {

    /**
     * A phone number as the card has it.
     *
     * @param waId the WhatsApp number behind it
     */
    public record Phone(@Nullable String phone, @Nullable String waId, @Nullable String label) {}

    /**
     * An e-mail address, an address of the web or of a house.
     *
     * @param label HOME, WORK, …
     */
    public record Labelled(String value, @Nullable String label) {}

    /** Employer and position on a card. */
    public record Organisation(
            @Nullable String company, @Nullable String department, @Nullable String title) {
        /** In one line. */
        public String line() {
            return String.join(
                    ", ", Stream.of(title, department, company).filter(Objects::nonNull).toList());
        }
    }

    /** The same with its phone numbers masked. */
    ContactCard maskPhones() {
        return new ContactCard(
                PhoneMask.sentence(name),
                phones.stream()
                        .map(one ->
                                new Phone(
                                        PhoneMask.number(one.phone()),
                                        PhoneMask.number(one.waId()),
                                        one.label()))
                        .toList(),
                emails,
                urls,
                addresses,
                organisation,
                birthday);
    }

    /** Label of the card: its name, else its first number or address. */
    public @Nullable String label() {
        if (name != null) {
            return name;
        }
        return Stream.concat(
                        phones.stream().map(Phone::phone), emails.stream().map(Labelled::value))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(organisation == null ? null : organisation.company());
    }
}
