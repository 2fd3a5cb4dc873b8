package dev.coexistence.ingest.split;

import static dev.coexistence.ingest.Samples.CUSTOMER;
import static dev.coexistence.ingest.Samples.NUMBER;
import static dev.coexistence.ingest.Samples.WABA;
import static dev.coexistence.ingest.Samples.value;
import static dev.coexistence.ingest.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.InboundMessage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageEventsTest {

    @Test
    void readsTheEnvelopeOfAText() {
        String message =
                "{ \"from\":\"15550100999\", \"id\":\"wamid.A1\",\"timestamp\":\"1767000000\","
                        + "\"type\":\"text\",\"text\":{\"body\":\"hello \\u2713\"},"
                        + "\"context\":{\"from\":\"15550100200\",\"id\":\"wamid.QUOTED\"} }";

        var event =
                Splitting.only(
                        webhook("messages", value("\"messages\":[" + message + "]")),
                        InboundMessage.class);

        assertThat(event.getPhoneNumberId()).isEqualTo(NUMBER);
        assertThat(event.getWabaId()).hasValue(WABA);
        assertThat(event.getWamid()).isEqualTo("wamid.A1");
        assertThat(event.getField()).isEqualTo("messages");
        assertThat(event.getFrom().getPhone()).hasValue(CUSTOMER);
        assertThat(event.getType()).isEqualTo("text");
        assertThat(event.getPreview()).hasValue("hello ✓");
        assertThat(event.getRepliesTo()).hasValue("wamid.QUOTED");
        assertThat(event.getOccurredAt()).isEqualTo(Instant.ofEpochSecond(1_767_000_000L));
        assertThat(event.getReceivedAt()).isEqualTo(Splitting.RECEIVED);
        assertThat(event.getJson()).isEqualTo(message);
        var raw = event.getRaw().orElseThrow();
        assertThat(raw.getPartition()).isEqualTo(3);
        assertThat(raw.getOffset()).isEqualTo(77);
        assertThat(raw.getPath()).isEqualTo("/entry/0/changes/0/value/messages/0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "image|{\"id\":\"M1\",\"mime_type\":\"image/jpeg\",\"caption\":\"the roof\"}|the roof|M1",
                "video|{\"id\":\"M2\",\"mime_type\":\"video/mp4\"}|-|M2",
                "audio|{\"id\":\"M3\",\"mime_type\":\"audio/ogg\",\"voice\":true}|-|M3",
                "document|{\"id\":\"M4\",\"filename\":\"offer.pdf\"}|offer.pdf|M4",
                "sticker|{\"id\":\"M5\",\"animated\":false}|-|M5",
                "location|{\"latitude\":1.5,\"longitude\":2,\"name\":\"The Mill\"}|The Mill|-",
                "contacts|[{\"name\":{\"formatted_name\":\"Ana V\"}},{\"name\":{\"formatted_name\":\"Bo\"}}]|Ana V, Bo|-",
                "interactive|{\"type\":\"button_reply\",\"button_reply\":{\"id\":\"b\",\"title\":\"Yes\"}}|Yes|-",
                "interactive|{\"type\":\"list_reply\",\"list_reply\":{\"id\":\"l\",\"title\":\"Two\"}}|Two|-",
                "interactive|{\"type\":\"nfm_reply\",\"nfm_reply\":{\"name\":\"flow\",\"body\":\"Sent\",\"response_json\":\"{\\\"a\\\":1}\"}}|Sent|-",
                "button|{\"payload\":\"P\",\"text\":\"Stop\"}|Stop|-",
                "order|{\"catalog_id\":\"C\",\"text\":\"two of them\",\"product_items\":[{\"quantity\":\"2\"}]}|two of them|-",
                "system|{\"body\":\"changed number\",\"type\":\"user_changed_number\",\"wa_id\":\"15550100888\"}|changed number|-",
                "request_welcome|{}|-|-",
                "hologram|{\"id\":\"M6\",\"mime_type\":\"model/x\",\"caption\":\"new\"}|new|M6"
            })
    void readsEveryType(String type, String body, String preview, String mediaId) {
        var event = inbound(type, "\"" + type + "\":" + body);

        assertThat(event.getType()).isEqualTo(type);
        assertThat(event.getPreview().orElse(null)).isEqualTo(preview);
        assertThat(event.getMediaId().orElse(null)).isEqualTo(mediaId);
        assertThat(event.getPlaceholder()).isFalse();
    }

    @Test
    void namesTheTargetOfReactionsEditsAndRevokes() {
        var reaction =
                inbound("reaction", "\"reaction\":{\"message_id\":\"wamid.T\",\"emoji\":\"👍\"}");
        var removed = inbound("reaction", "\"reaction\":{\"message_id\":\"wamid.T\"}");
        var edit =
                inbound(
                        "edit",
                        "\"edit\":{\"original_message_id\":\"wamid.T\",\"message\":"
                                + "{\"type\":\"image\",\"image\":{\"id\":\"M9\",\"caption\":\"better\"},"
                                + "\"context\":{\"id\":\"wamid.Q\"}}}");
        var revoke = inbound("revoke", "\"revoke\":{\"original_message_id\":\"wamid.T\"}");

        assertThat(reaction.getTargets()).hasValue("wamid.T");
        assertThat(reaction.getPreview()).hasValue("👍");
        assertThat(removed.getTargets()).hasValue("wamid.T");
        assertThat(removed.getPreview()).isEmpty();
        assertThat(edit.getTargets()).hasValue("wamid.T");
        assertThat(edit.getPreview()).hasValue("better");
        assertThat(edit.getMediaId()).hasValue("M9");
        assertThat(edit.getRepliesTo()).hasValue("wamid.Q");
        assertThat(revoke.getTargets()).hasValue("wamid.T");
    }

    @Test
    void tellsAGhostFromTheMessageThatReplacesIt() {
        var ghost =
                inbound(
                        "unsupported",
                        "\"unsupported\":{\"type\":\"errors\"},\"errors\":[{\"code\":131060,"
                                + "\"title\":\"not there yet\",\"error_data\":{\"details\":\"soon\"}}]");
        var real = inbound("text", "\"text\":{\"body\":\"here\"}");
        var unsupported =
                inbound(
                        "unsupported",
                        "\"unsupported\":{\"type\":\"poll_creation\"},\"errors\":[{\"code\":\"131051\"}]");

        assertThat(ghost.getPlaceholder()).isTrue();
        assertThat(ghost.getError().orElseThrow().getCode()).isEqualTo(131_060);
        assertThat(ghost.getError().orElseThrow().getDetails()).hasValue("soon");
        assertThat(real.getPlaceholder()).isFalse();
        assertThat(ghost.getEventId()).isNotEqualTo(real.getEventId());
        assertThat(unsupported.getPlaceholder()).isFalse();
        assertThat(unsupported.getError().orElseThrow().getCode()).isEqualTo(131_051);
    }

    @Test
    void givesTheSameIdToARedelivery() {
        String once = webhook("messages", value("\"messages\":[" + text("\"one\"") + "]"));

        var first = Splitting.only(once, InboundMessage.class);
        var again = Splitting.only(once.replace(":[", ": ["), InboundMessage.class);
        var other = Splitting.only(once.replace("wamid.TEXT", "wamid.OTHER"), InboundMessage.class);

        assertThat(again.getEventId()).isEqualTo(first.getEventId());
        assertThat(other.getEventId()).isNotEqualTo(first.getEventId());
    }

    @Test
    void believesNoTimeThatIsStillToCome() {
        var ahead =
                Splitting.only(
                        webhook(
                                "messages",
                                value("\"messages\":[" + text("\"x\"") + "]")
                                        .replace("1767000000", "1799999999")),
                        InboundMessage.class);

        assertThat(ahead.getOccurredAt())
                .isEqualTo(ahead.getReceivedAt().plus(Duration.ofMinutes(1)));
        assertThat(ahead.getJson()).contains("1799999999");
    }

    @Test
    void readsTheGroupOfAMessage() {
        var event =
                Splitting.only(
                        webhook(
                                "messages",
                                value(
                                        "\"messages\":[{\"from\":\"15550100999\",\"id\":\"wamid.D\","
                                                + "\"group_id\":\"G1\",\"type\":\"text\","
                                                + "\"text\":{\"body\":\"x\"}}]")),
                        InboundMessage.class);

        assertThat(event.getGroupId()).hasValue("G1");
    }

    private static InboundMessage inbound(String type, String body) {
        return Splitting.only(
                webhook(
                        "messages",
                        value(
                                "\"messages\":[{\"from\":\""
                                        + CUSTOMER
                                        + "\",\"id\":\"wamid.X\",\"timestamp\":\"1767000000\","
                                        + "\"type\":\""
                                        + type
                                        + "\","
                                        + body
                                        + "}]")),
                InboundMessage.class);
    }

    private static String text(String body) {
        return "{\"from\":\"15550100999\",\"id\":\"wamid.TEXT\",\"timestamp\":\"1767000000\","
                + "\"type\":\"text\",\"text\":{\"body\":"
                + body
                + "}}";
    }
}
