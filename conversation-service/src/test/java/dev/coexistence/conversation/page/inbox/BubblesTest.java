package dev.coexistence.conversation.page.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.page.EarlierText;
import dev.coexistence.conversation.page.MessageBuilder;
import dev.coexistence.conversation.page.PageSettings;
import dev.coexistence.conversation.reading.ConversationQuery;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.conversation.reading.NumberView;
import dev.coexistence.conversation.reading.Page;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BubblesTest {
    private static final String SAID = "{\"type\": \"text\", \"text\": {\"body\": \"said\"}}";

    @Test
    void earlierTextsAreShownByPolicy() {
        assertThat(earlier(EarlierText.NONE, SAID, edited())).isNull();
        assertThat(earlier(EarlierText.NONE, SAID, deleted())).isNull();
        assertThat(earlier(EarlierText.EDITED, SAID, edited())).isEqualTo("before");
        assertThat(earlier(EarlierText.EDITED, SAID, deleted())).isNull();
        assertThat(earlier(EarlierText.ALL, SAID, edited())).isEqualTo("before");
        assertThat(earlier(EarlierText.ALL, SAID, deleted())).isEqualTo("said");
    }

    @Test
    void aDeletedPictureGivesItsCaption() {
        String picture = "{\"type\": \"image\", \"image\": {\"caption\": \"the sea\"}}";

        assertThat(earlier(EarlierText.ALL, picture, message().type("image").revoked().build()))
                .isEqualTo("the sea");
    }

    @Test
    void jsonThatCannotBeReadShowsNothingMore() {
        assertThat(earlier(EarlierText.ALL, "{", deleted())).isNull();
        assertThat(earlier(EarlierText.ALL, "[]", deleted())).isNull();
        assertThat(only("{\"contacts\": 7}", message().type("contacts").build()).kind())
                .isEqualTo("other");
        assertThat(only("{\"location\": {}}", message().type("location").build()).kind())
                .isEqualTo("other");
    }

    @Test
    void contactCardsAndFileNamesAreRead() {
        String card =
                "{\"contacts\": [{\"name\": {\"formatted_name\": \"Ben Roth\"}, \"phones\":"
                        + " [{\"phone\": \"+15550100888\"}]}]}";
        String file = "{\"document\": {\"filename\": \"menu.pdf\"}}";

        assertThat(only(card, message().type("contacts").build()).inside().cards())
                .containsExactly("Ben Roth, +15550100888");
        assertThat(only(file, message().type("document").build()).inside().fileName())
                .isEqualTo("menu.pdf");
    }

    private static @Nullable String earlier(EarlierText policy, String json, MessageView message) {
        return only(policy, json, message).inside().earlier();
    }

    private static Bubble only(String json, MessageView message) {
        return only(EarlierText.EDITED, json, message);
    }

    private static Bubble only(EarlierText policy, String json, MessageView message) {
        var settings =
                new PageSettings(
                        URI.create("http://localhost"),
                        URI.create("http://localhost"),
                        URI.create("http://localhost"),
                        "",
                        Duration.ofSeconds(1),
                        policy,
                        List.of());
        return new Bubbles(new OneJson(json), settings)
                .of(List.of(message), null, ZoneOffset.UTC)
                .getFirst();
    }

    private static MessageBuilder message() {
        return new MessageBuilder("1", 1, "900000000000123", "CUSTOMER", Instant.EPOCH);
    }

    private static MessageView edited() {
        return message().text("after").edited("before").build();
    }

    private static MessageView deleted() {
        return message().revoked().build();
    }

    /** Knows nothing but the JSON of every message. */
    private record OneJson(String text) implements Inbox {
        @Override
        public List<NumberView> numbers() {
            return List.of();
        }

        @Override
        public Page<ConversationView> conversations(ConversationQuery query) {
            return new Page<>(List.of(), null);
        }

        @Override
        public Optional<ConversationView> conversation(long id) {
            return Optional.empty();
        }

        @Override
        public Page<MessageView> messages(long conversation, @Nullable String cursor, int limit) {
            return new Page<>(List.of(), null);
        }

        @Override
        public Optional<MessageView> message(String phoneNumberId, String wamid) {
            return Optional.empty();
        }

        @Override
        public Optional<MessageView> message(long id) {
            return Optional.empty();
        }

        @Override
        public Optional<String> json(long message) {
            return Optional.of(text);
        }
    }
}
