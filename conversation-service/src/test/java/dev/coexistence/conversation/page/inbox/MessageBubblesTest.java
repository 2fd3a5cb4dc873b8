package dev.coexistence.conversation.page.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.caller.CallerAccess;
import dev.coexistence.conversation.page.EarlierText;
import dev.coexistence.conversation.page.MessageBuilder;
import dev.coexistence.conversation.page.PageSettings;
import dev.coexistence.conversation.reading.MessageReader;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.database.TenantTransactions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

class MessageBubblesTest {
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
        assertThat(kind("{", "order")).isEqualTo("other");
    }

    /** Nothing is an empty bubble: what has no words says at least its type. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "contacts    | {'contacts': 7}                                            | other",
                "location    | {'location': {}}                                           | other",
                "location    | {'location': {'latitude': '1', 'longitude': 2}}            | location",
                "location    | {'location': {'address': 'Main Street 1'}}                 | location",
                "text        | {'type': 'text', 'text': {}}                               | other",
                "button      | {'type': 'button', 'button': {}}                           | other",
                "button      | {'type': 'button', 'button': {'payload': 'X'}}             | choice",
                "interactive | {'type': 'interactive', 'interactive': {'type': 'new'}}    | other",
                "interactive | {'type': 'interactive', 'interactive': {'type': 'nfm_reply'}} | flow",
                "order       | {'type': 'order', 'order': {'text': ''}}                   | order",
                "poll        | {'type': 'poll', 'poll': {'name': 'Lunch?'}}               | other",
                "unsupported | {'type': 'unsupported'}                                    | unsupported",
                "audio       | {'type': 'audio', 'audio': {'id': '1'}}                    | audio"
            })
    void everythingIsShownAsWhatItIs(String type, String json, String kind) {
        assertThat(kind(json.replace('\'', '"'), type)).isEqualTo(kind);
    }

    @Test
    void aLongTextIsShownInTwoPartsThatLackNothing() {
        String words = "word ".repeat(13_000).strip();
        String family = "\uD83D\uDC68".repeat(3_000);
        for (String text : List.of(words, family, "short")) {
            MessageBubble bubble = only("{}", message().text(text).build());

            assertThat(bubble.firstText() + bubble.moreText()).isEqualTo(text);
            assertThat(bubble.firstText()).hasSizeLessThanOrEqualTo(2_500);
            assertThat(bubble.firstText().chars().filter(c -> c == 0xD83D).count())
                    .isEqualTo(bubble.firstText().chars().filter(c -> c == 0xDC68).count());
        }
    }

    @Test
    void onlyAddressesOfTheWebBecomeLinks() {
        MessageBubble bubble = only("{}", message().build());

        assertThat(bubble.link("https://example.org/a")).isEqualTo("https://example.org/a");
        assertThat(bubble.link("javascript:alert(1)")).isNull();
        assertThat(bubble.link("data:text/html,x")).isNull();
        assertThat(bubble.link(null)).isNull();
    }

    private static String kind(String json, String type) {
        return only(json, message().type(type).json(json).build()).kind();
    }

    private static @Nullable String earlier(EarlierText policy, String json, MessageView message) {
        return only(policy, json, message).earlier();
    }

    private static MessageBubble only(String json, MessageView message) {
        return only(EarlierText.EDITED, json, message);
    }

    private static MessageBubble only(EarlierText policy, String json, MessageView message) {
        return new MessageBubbles(
                        new OneJson(json),
                        new NoAgents(),
                        (_, _, _) -> Optional.empty(),
                        new PageSettings(policy))
                .create(Caller.open(), List.of(message), null, ZoneOffset.UTC)
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

    private static CallerAccess access() {
        var jdbc = new JdbcTemplate();
        return new CallerAccess(
                new TenantTransactions(jdbc, new TransactionTemplate(), "nobody"),
                (_, _, _, _, _, _) -> {},
                jdbc,
                InstantSource.system());
    }

    /** Nobody wrote from the page. */
    private static final class NoAgents extends AgentNames {
        NoAgents() {
            super(new JdbcTemplate());
        }

        @Override
        Map<String, String> find(Collection<String> commandIds) {
            return Map.of();
        }
    }

    /** Reads one and the same JSON of every message, without a database. */
    private static final class OneJson extends MessageReader {
        private final String text;

        OneJson(String text) {
            super(access());
            this.text = text;
        }

        @Override
        public Optional<MessageView> findQuoted(Caller caller, MessageView answer) {
            return Optional.empty();
        }

        @Override
        public Optional<String> json(Caller caller, long message) {
            return Optional.of(text);
        }
    }
}
