package dev.coexistence.conversation.content;

import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Contents in one line. */
final class ContentWords {
    private ContentWords() {}

    static @Nullable String of(Said said) {
        return switch (said) {
            case Said.Text(String body) -> body;
            case Said.Button button -> first(button.text(), button.payload());
            case Said.ButtonReply reply -> first(reply.title(), reply.id());
            case Said.ListReply reply -> first(reply.title(), reply.id());
            case Said.FlowReply reply -> first(reply.body(), reply.name());
            case Said.CallPermissionReply reply ->
                    reply.response() == null ? null : "Calls: " + reply.response();
            case Said.PaymentMethod payment ->
                    payment.method() == null ? null : "Payment method: " + payment.method();
            case Said.Interactive message -> first(message.body(), message.header());
            case Said.Template template -> template.name();
            case Order order -> order.note() != null ? order.note() : order.words();
            case Said.Location place -> first(place.name(), place.address(), point(place));
            case Said.Contacts contacts -> cards(contacts);
            case Said.Media media -> first(media.caption(), media.fileName());
            case Said.Reaction reaction -> reaction.emoji();
            case Said.Notice notice -> notice.body();
            case Said.Unsupported _, Said.Other _ -> null;
        };
    }

    private static @Nullable String point(Said.Location place) {
        return place.latitude() == null || place.longitude() == null
                ? null
                : place.latitude() + ", " + place.longitude();
    }

    private static @Nullable String cards(Said.Contacts contacts) {
        String names =
                contacts.cards().stream()
                        .map(ContactCard::label)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? null : names;
    }

    private static @Nullable String first(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null) {
                return text;
            }
        }
        return null;
    }
}
