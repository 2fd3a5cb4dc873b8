package dev.coexistence.ingest.split;

import static dev.coexistence.ingest.Samples.CUSTOMER;
import static dev.coexistence.ingest.Samples.NUMBER;
import static dev.coexistence.ingest.Samples.OWN_PHONE;
import static dev.coexistence.ingest.Samples.WABA;
import static dev.coexistence.ingest.Samples.value;
import static dev.coexistence.ingest.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.Identity;
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
    void gathersAliasesFromMessageAndContactsByAliasNotByPosition() {
        String contacts =
                "\"contacts\":[{\"profile\":{\"name\":\"Bo\"},\"wa_id\":\"15550100888\"},"
                        + "{\"profile\":{\"name\":\"Ana\",\"username\":\"@Ana.V\"},\"user_id\":"
                        + "\"US.70000000000000000001\",\"parent_user_id\":\"US.ENT.71\"}]";
        String message =
                "{\"id\":\"wamid.B1\",\"from_user_id\":\"US.70000000000000000001\","
                        + "\"type\":\"text\",\"text\":{\"body\":\"x\"}}";

        var from =
                Splitting.only(
                                webhook(
                                        "messages",
                                        value(contacts + ",\"messages\":[" + message + "]")),
                                InboundMessage.class)
                        .getFrom();

        assertThat(from.getPhone()).isEmpty();
        assertThat(from.getBsuid()).hasValue("US.70000000000000000001");
        assertThat(from.getParentBsuid()).hasValue("US.ENT.71");
        assertThat(from.getUsername()).hasValue("ana.v");
        assertThat(from.getProfileName()).hasValue("Ana");
    }

    @Test
    void takesASingleContactForTheOnlyUserUnlessAnIdSaysOtherwise() {
        assertThat(named("\"user_id\":\"US.7\"", "\"from\":\"15550100999\"").getBsuid())
                .hasValue("US.7");
        assertThat(named("\"wa_id\":\"15550100888\"", "\"from\":\"15550100999\"").getProfileName())
                .hasValue("Ana");
        assertThat(named("\"wa_id\":\"HIDDEN\"", "\"from\":\"HIDDEN\"").getProfileName())
                .hasValue("Ana");
        assertThat(
                        named(
                                        "\"user_id\":\"US.7\"",
                                        "\"from\":\"15550100999\",\"from_user_id\":\"US.8\"")
                                .getProfileName())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "552187652222, 5521987652222",
        "5491155552222, 541155552222",
        "5215512345678, 525512345678",
        "54111555552222, 5491155552222",
        "005491155552222, 541155552222",
        "4901715550123, 491715550123",
        "22507123456, 2250707123456",
        "841201234567, 84701234567"
    })
    void findsTheNameByAnotherSpellingOfTheNumber(String waId, String from) {
        String others =
                "{\"profile\":{\"name\":\"Bo\"},\"wa_id\":\"15550100888\"},"
                        + "{\"profile\":{\"name\":\"Ana\"},\"user_id\":\"BR.5\",\"wa_id\":\"%s\"}"
                                .formatted(waId);
        String message =
                "{\"from\":\"%s\",\"id\":\"wamid.B1\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}"
                        .formatted(from);

        var user =
                Splitting.only(
                                webhook(
                                        "messages",
                                        value(
                                                "\"contacts\":[%s],\"messages\":[%s]"
                                                        .formatted(others, message))),
                                InboundMessage.class)
                        .getFrom();

        assertThat(user.getPhone()).hasValue(from);
        assertThat(user.getProfileName()).hasValue("Ana");
        assertThat(user.getBsuid()).hasValue("BR.5");
    }

    @Test
    void takesOnlyTheNameFromAContactInTheSamePlace() {
        String contacts =
                "\"contacts\":[{\"profile\":{\"name\":\"Ana\"},\"wa_id\":\"15550100777\",\"user_id\":"
                        + "\"US.1\"},{\"profile\":{\"name\":\"Bo\"},\"wa_id\":\"15550100888\"}]";
        var messages =
                Splitting.events(
                        Splitting.split(
                                webhook(
                                        "messages",
                                        value(
                                                contacts
                                                        + ",\"messages\":["
                                                        + text("\"one\"")
                                                        + ","
                                                        + text("\"two\"").replace("0999", "0888")
                                                        + "]"))),
                        InboundMessage.class);

        assertThat(messages.getFirst().getFrom().getProfileName()).hasValue("Ana");
        assertThat(messages.getFirst().getFrom().getBsuid()).isEmpty();
        assertThat(messages.getLast().getFrom().getProfileName()).hasValue("Bo");
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

    private static Identity named(String contact, String from) {
        String contacts = "\"contacts\":[{\"profile\":{\"name\":\"Ana\"}," + contact + "}],";
        String message =
                "{" + from + ",\"id\":\"wamid.A1\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}";
        return Splitting.only(
                        webhook("messages", value(contacts + "\"messages\":[" + message + "]")),
                        InboundMessage.class)
                .getFrom();
    }

    @Test
    void acceptsAUserIdWhereAPhoneNumberIsExpected() {
        var event =
                Splitting.only(
                        webhook(
                                "messages",
                                value(
                                        "\"messages\":[{\"from\":\"US.70001\",\"id\":\"wamid.C\","
                                                + "\"type\":\"text\",\"text\":{\"body\":\"x\"}}]")),
                        InboundMessage.class);

        assertThat(event.getFrom().getPhone()).isEmpty();
        assertThat(event.getFrom().getBsuid()).hasValue("US.70001");
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

    @Test
    void readsAnEchoOfTheOwner() {
        var echo =
                echo(
                        "{\"from\":\"15550100200\",\"to\":\"+1 555 0100-999\",\"to_user_id\":\"US.7\","
                                + "\"id\":\"wamid.E\",\"timestamp\":1767000100,\"type\":\"text\","
                                + "\"text\":{\"body\":\"On my way\"}}");

        assertThat(echo.getTo().getPhone()).hasValue("15550100999");
        assertThat(echo.getTo().getBsuid()).hasValue("US.7");
        assertThat(echo.getPreview()).hasValue("On my way");
        assertThat(echo.getOccurredAt()).isEqualTo(Instant.ofEpochSecond(1_767_000_100L));
    }

    @Test
    void neverTakesTheBusinessForItsOwnCustomer() {
        var swapped =
                echo(
                        "{\"from\":\""
                                + CUSTOMER
                                + "\",\"to\":\""
                                + OWN_PHONE
                                + "\",\"id\":\"wamid.F\",\"type\":\"revoke\","
                                + "\"revoke\":{\"original_message_id\":\"wamid.T\"}}");

        assertThat(swapped.getTo().getPhone()).hasValue(CUSTOMER);
        assertThat(swapped.getTargets()).hasValue("wamid.T");
    }

    @Test
    void keepsAnEchoWhoseCustomerHasNoPhone() {
        var echo =
                echo(
                        "{\"from\":\"15550100200\",\"to_user_id\":\"US.7\",\"id\":\"wamid.G\","
                                + "\"type\":\"image\",\"image\":{\"id\":\"M\",\"mime_type\":\"image/png\"}}");

        assertThat(echo.getTo().getPhone()).isEmpty();
        assertThat(echo.getTo().getBsuid()).hasValue("US.7");
        assertThat(echo.getMediaId()).hasValue("M");
    }

    private static EchoMessage echo(String json) {
        return Splitting.only(
                webhook("smb_message_echoes", value("\"message_echoes\":[" + json + "]")),
                EchoMessage.class);
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
