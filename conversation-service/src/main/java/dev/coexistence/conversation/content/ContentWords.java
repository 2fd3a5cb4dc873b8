package dev.coexistence.conversation.content;

import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Contents in one line. */
final class ContentWords {
    private ContentWords() {}

    static @Nullable String summarize(TypedContent said) {
        return switch (said) {
            case TypedContent.Text(String body) -> body;
            case TypedContent.Button button -> first(button.text(), button.payload());
            case TypedContent.ButtonReply reply -> first(reply.title(), reply.id());
            case TypedContent.ListReply reply -> first(reply.title(), reply.id());
            case TypedContent.FlowReply reply -> first(reply.body(), reply.name());
            case TypedContent.CallPermissionReply reply ->
                    reply.response() == null ? null : "Calls: " + reply.response();
            case TypedContent.PaymentMethod payment ->
                    payment.method() == null ? null : "Payment method: " + payment.method();
            case TypedContent.Interactive message -> first(message.body(), message.header());
            case TypedContent.Template template -> template.name();
            case Order order -> order.note() != null ? order.note() : order.words();
            case TypedContent.Location place -> first(place.name(), place.address(), point(place));
            case TypedContent.Contacts contacts -> cards(contacts);
            case TypedContent.Media media -> first(media.caption(), media.fileName());
            case TypedContent.Reaction reaction -> reaction.emoji();
            case TypedContent.Notice notice -> notice.body();
            case TypedContent.Unsupported _, TypedContent.Other _ -> null;
        };
    }

    private static @Nullable String point(TypedContent.Location place) {
        return place.latitude() == null || place.longitude() == null
                ? null
                : place.latitude() + ", " + place.longitude();
    }

    private static @Nullable String cards(TypedContent.Contacts contacts) {
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
