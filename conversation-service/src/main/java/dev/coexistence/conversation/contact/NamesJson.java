package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.contact.ContactNames.Book;
import dev.coexistence.conversation.contact.ContactNames.RecordedName;
import dev.coexistence.conversation.message.LastWriteWins;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON of the name details that a contact's columns do not hold: the first receipt of each name,
 * and the other names of the same second.
 */
final class NamesJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String RECEIVED = "received";
    private static final String RIVALS = "rivals";

    private NamesJson() {}

    static String write(ContactNames names) {
        var json = JSON.createObjectNode();
        write(json, "profile", names.profile(), NamesJson::value);
        write(json, "book", names.book(), NamesJson::value);
        write(json, "username", names.username(), NamesJson::value);
        write(json, "phone", names.phone(), NamesJson::value);
        write(json, "marketing", names.marketing(), NamesJson::value);
        return JSON.writeValueAsString(json);
    }

    /**
     * The names of the columns, completed.
     *
     * @param json null for a contact that was last written without it
     */
    static ContactNames complete(ContactNames columns, @Nullable String json) {
        if (json == null) {
            return columns;
        }
        JsonNode all = JSON.readTree(json);
        return new ContactNames(
                readName(columns.profile(), all.path("profile")),
                book(columns.book(), all.path("book")),
                readName(columns.username(), all.path("username")),
                readName(columns.phone(), all.path("phone")),
                readName(columns.marketing(), all.path("marketing")));
    }

    private static <T extends LastWriteWins<T>> void write(
            ObjectNode json, String name, @Nullable T telling, BiConsumer<ObjectNode, T> value) {
        if (telling == null) {
            return;
        }
        var own = json.putObject(name).put(RECEIVED, telling.receivedAt().toString());
        if (!telling.rivals().isEmpty()) {
            var rivals = own.putArray(RIVALS);
            for (T rival : telling.rivals()) {
                var one = rivals.addObject().put(RECEIVED, rival.receivedAt().toString());
                value.accept(one, rival);
            }
        }
    }

    private static void value(ObjectNode json, RecordedName told) {
        json.put("value", told.value());
    }

    private static void value(ObjectNode json, Book book) {
        json.put("fullName", book.fullName())
                .put("firstName", book.firstName())
                .put("removed", book.removed());
    }

    private static @Nullable RecordedName readName(@Nullable RecordedName told, JsonNode json) {
        return told == null
                ? null
                : complete(
                        told,
                        json,
                        rival ->
                                new RecordedName(
                                        told.at(),
                                        receiptOf(rival, told.at()),
                                        rival.path("value").asString(""),
                                        List.of()));
    }

    private static @Nullable Book book(@Nullable Book book, JsonNode json) {
        return book == null
                ? null
                : complete(
                        book,
                        json,
                        rival ->
                                new Book(
                                        book.at(),
                                        receiptOf(rival, book.at()),
                                        text(rival, "fullName"),
                                        text(rival, "firstName"),
                                        rival.path("removed").asBoolean(false),
                                        List.of()));
    }

    private static <T extends LastWriteWins<T>> T complete(
            T telling, JsonNode json, Function<JsonNode, T> rival) {
        var rivals = new ArrayList<T>();
        for (JsonNode one : json.path(RIVALS)) {
            rivals.add(rival.apply(one));
        }
        return telling.copy(receiptOf(json, telling.at()), List.copyOf(rivals));
    }

    private static Instant receiptOf(JsonNode json, Instant otherwise) {
        String text = text(json, RECEIVED);
        return text == null ? otherwise : Instant.parse(text);
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode node = json.path(name);
        return node.isString() ? node.stringValue() : null;
    }
}
