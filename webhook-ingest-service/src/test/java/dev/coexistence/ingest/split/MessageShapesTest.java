package dev.coexistence.ingest.split;

import static dev.coexistence.ingest.Samples.CUSTOMER;
import static dev.coexistence.ingest.Samples.OWN_PHONE;
import static dev.coexistence.ingest.Samples.value;
import static dev.coexistence.ingest.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.HistoryMessage;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.MessageStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rarer shapes of messages, echoes, statuses and imported messages. */
class MessageShapesTest {
    private static final String REFERRAL =
            "{\"source_url\":\"https://example.test/ad\",\"source_id\":\"1\",\"source_type\":\"ad\",\"body\":\"b\","
                    + "\"headline\":\"h\",\"media_type\":\"image\",\"image_url\":\"https://example.test/i\","
                    + "\"thumbnail_url\":\"https://example.test/t\",\"ctwa_clid\":\"C1\","
                    + "\"welcome_message\":{\"text\":\"hi\"}}";

    @Test
    void keepsWhereAMessageComesFromAndWhatItAnswers() {
        var advert =
                inbound("\"type\":\"text\",\"text\":{\"body\":\"x\"},\"referral\":" + REFERRAL);
        var forwarded =
                inbound(
                        "\"type\":\"text\",\"text\":{\"body\":\"x\"},\"context\":{\"forwarded\":true}");
        var product =
                inbound(
                        "\"type\":\"text\",\"text\":{\"body\":\"x\"},\"context\":{\"from\":\"15550100200\","
                                + "\"from_user_id\":\"US.9\",\"id\":\"wamid.Q\",\"referred_product\":"
                                + "{\"catalog_id\":\"C\",\"product_retailer_id\":\"P\"}}");

        assertThat(advert.getJson()).contains(REFERRAL);
        assertThat(forwarded.getRepliesTo()).isEmpty();
        assertThat(forwarded.getJson()).contains("\"forwarded\":true");
        assertThat(product.getRepliesTo()).hasValue("wamid.Q");
        assertThat(product.getJson()).contains("\"product_retailer_id\":\"P\"");
        assertThat(product.getFrom().getBsuid()).as("the quoted one's id").isEmpty();
    }

    @Test
    void aTextIsWholeUpToWhatWhatsAppAllows() {
        String text = "a".repeat(65_513) + " PLEASE CANCEL MY ORDER";

        assertThat(inbound("\"type\":\"text\",\"text\":{\"body\":\"" + text + "\"}").getPreview())
                .hasValue(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "interactive|{\"type\":\"call_permission_reply\",\"call_permission_reply\":{\"response\":\"accept\",\"expiration_timestamp\":1767600000,\"response_source\":\"user_action\"}}|accept",
                "interactive|{\"type\":\"list_reply\",\"list_reply\":{\"id\":\"l\",\"title\":\"Two\",\"description\":\"of them\"}}|Two",
                "order|{\"catalog_id\":\"C\",\"product_items\":[{\"product_retailer_id\":\"P\",\"quantity\":2,\"item_price\":\"9.50\",\"currency\":\"EUR\"}]}|2 items, 19.00 EUR",
                "order|{\"catalog_id\":\"C\",\"text\":\"\",\"product_items\":[{\"product_retailer_id\":\"P\",\"quantity\":1,\"item_price\":500,\"currency\":\"JPY\"}]}|1 item, 500 JPY",
                "order|{\"text\":\" \",\"product_items\":[{\"quantity\":2,\"item_price\":3,\"currency\":\"USD\"},{\"quantity\":1,\"item_price\":3,\"currency\":\"EUR\"}]}|3 items",
                "interactive|{\"type\":\"payment_method\",\"payment_method\":{\"payment_method\":\"card\",\"reference_id\":\"r-1\"}}|Payment method: card",
                "interactive|{\"type\":\"payment_method\",\"payment_method\":{\"payment_method\":\"\"}}|-",
                "location|{\"latitude\":1.5,\"longitude\":-2,\"name\":\"\"}|1.5, -2",
                "image|{\"id\":\"M\",\"caption\":\"\"}|-",
                "text|{\"body\":\"\"}|-",
                "text|{\"body\":\" \\n \"}|-",
                "button|{\"text\":\"\",\"payload\":\"CONFIRM-42\"}|CONFIRM-42",
                "reaction|{\"message_id\":\"wamid.Q\",\"emoji\":\"\"}|-",
                "order|{\"catalog_id\":7,\"text\":\"soon\",\"product_items\":[{\"product_retailer_id\":1,\"quantity\":\"2\",\"item_price\":9.5}]}|soon",
                "location|{\"latitude\":\"1.5\",\"longitude\":-2,\"address\":\"1 Mill Lane\",\"url\":\"https://example.test\"}|1 Mill Lane",
                "contacts|[{\"name\":{\"formatted_name\":\"Ana V\"},\"phones\":[{\"phone\":\"+1 555 010 0999\"}],\"vcard\":\"BEGIN:VCARD\"}]|Ana V",
                "document|{\"id\":\"M\",\"mime_type\":\"application/pdf\",\"sha256\":\"3q2+7w==\",\"url\":\"https://example.test\",\"filename\":\"a.pdf\",\"caption\":\"the offer\"}|the offer",
                "text|\"bare\"|bare",
                "text|[{\"body\":\"wrapped\"}]|wrapped",
                "button|{\"payload\":\"P\"}|P"
            })
    void readsRareContent(String type, String body, String preview) {
        var event = inbound("\"type\":\"" + type + "\",\"" + type + "\":" + body);

        assertThat(event.getType()).isEqualTo(type);
        assertThat(event.getPreview().orElse(null)).isEqualTo(preview);
        assertThat(event.getJson()).contains(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"type\":\"user_changed_number\",\"wa_id\":\"15550100888\"",
                "\"type\":\"user_changed_user_id\",\"user_id\":\"US.8\",\"previous_user_id\":\"US.7\",\"parent_user_id\":\"US.ENT.8\"",
                "\"type\":\"customer_identity_changed\",\"identity\":\"abc\""
            })
    void readsWhatTheSystemSaysWithoutContacts(String members) {
        var event =
                inbound("\"type\":\"system\",\"system\":{\"body\":\"it changed\"," + members + "}");

        assertThat(event.getPreview()).hasValue("it changed");
        assertThat(event.getFrom().getPhone()).as("who it was before").hasValue(CUSTOMER);
    }

    @Test
    void findsWhoASystemMessageSpeaksOfWhereItHasNoSender() {
        var event =
                Splitting.only(
                        webhook(
                                "messages",
                                value(
                                        "\"messages\":[{\"id\":\"wamid.S\",\"type\":\"system\",\"system\":"
                                                + "{\"type\":\"user_changed_user_id\",\"user_id\":\"US.8\","
                                                + "\"parent_user_id\":\"US.ENT.8\",\"previous_user_id\":\"US.7\"}}]")),
                        InboundMessage.class);

        assertThat(event.getFrom().getBsuid()).hasValue("US.8");
        assertThat(event.getFrom().getParentBsuid()).hasValue("US.ENT.8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gif",
                "group_invite",
                "hsm",
                "keep_in_chat",
                "link_preview",
                "pin",
                "poll_creation",
                "poll_update",
                "product",
                "view_once"
            })
    void keepsWhatMetaDoesNotSupport(String what) {
        var event =
                inbound(
                        "\"type\":\"unsupported\",\"unsupported\":{\"type\":\""
                                + what
                                + "\",\"raw_type\":\"x\"},\"errors\":[{\"code\":131051,\"title\":\"t\","
                                + "\"message\":\"m\",\"error_data\":{\"details\":\"d\"}}]");

        assertThat(event.getType()).isEqualTo("unsupported");
        assertThat(event.getPlaceholder()).isFalse();
        assertThat(event.getError().orElseThrow().getMessage()).hasValue("m");
        assertThat(event.getJson()).contains("\"type\":\"" + what + "\"");
    }

    @Test
    void takesAMediaPlaceholderForOneEvenWithoutItsError() {
        assertThat(
                        inbound(
                                        "\"type\":\"unsupported\",\"unsupported\":{\"type\":\"media_placeholder\"}")
                                .getPlaceholder())
                .isTrue();
    }

    @Test
    void gathersTheParentsIdFromTheMessageItself() {
        var event =
                Splitting.only(
                        webhook(
                                "messages",
                                value(
                                        "\"messages\":[{\"from_user_id\":\"US.7\",\"from_parent_user_id\":\"US.ENT.7\","
                                                + "\"id\":\"wamid.P\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}]")),
                        InboundMessage.class);

        assertThat(event.getFrom().getPhone()).isEmpty();
        assertThat(event.getFrom().getParentBsuid()).hasValue("US.ENT.7");
    }

    @Test
    void readsEditsAndRevokesOfTheOwner() {
        var edit =
                echo(
                        "\"type\":\"edit\",\"edit\":{\"original_message_id\":\"wamid.T\",\"message\":"
                                + "{\"type\":\"text\",\"text\":{\"body\":\"better\"}}}");
        var revoke = echo("\"type\":\"revoke\",\"revoke\":{\"original_message_id\":\"wamid.T\"}");
        var made =
                echo(
                        "\"type\":\"text\",\"text\":{\"body\":\"x\"},\"message_creation_type\":\"BOT\"");
        var ghost = echo("\"type\":\"unsupported\",\"errors\":[{\"code\":131060}]");

        assertThat(edit.getTargets()).hasValue("wamid.T");
        assertThat(edit.getPreview()).hasValue("better");
        assertThat(revoke.getTargets()).hasValue("wamid.T");
        assertThat(revoke.getTo().getPhone()).hasValue(CUSTOMER);
        assertThat(made.getJson()).contains("\"message_creation_type\":\"BOT\"");
        assertThat(ghost.getPlaceholder()).isTrue();
    }

    @Test
    void readsAStatusOfAUserWithoutAPhone() {
        var status =
                status(
                        "\"recipient_user_id\":\"US.7\",\"parent_recipient_user_id\":\"US.ENT.7\","
                                + "\"conversation\":{\"id\":\"c\",\"origin\":{\"type\":\"service\"}}",
                        "{\"profile\":{\"name\":\"Ana\",\"username\":\"ana.v\"},\"user_id\":\"US.7\"}");

        assertThat(status.getRecipient().getPhone()).isEmpty();
        assertThat(status.getRecipient().getBsuid()).hasValue("US.7");
        assertThat(status.getRecipient().getParentBsuid()).hasValue("US.ENT.7");
        assertThat(status.getRecipient().getUsername()).hasValue("ana.v");
        assertThat(status.getJson()).contains("\"conversation\"");
    }

    @Test
    void readsAGroupsStatusByItsParticipant() {
        var status =
                status(
                        "\"recipient_type\":\"group\",\"recipient_id\":\"G1\","
                                + "\"recipient_participant_user_id\":\"US.7\","
                                + "\"recipient_participant_parent_user_id\":\"US.ENT.7\"",
                        "");

        assertThat(status.getGroupId()).hasValue("G1");
        assertThat(status.getRecipient().getPhone()).isEmpty();
        assertThat(status.getRecipient().getBsuid()).hasValue("US.7");
        assertThat(status.getRecipient().getParentBsuid()).hasValue("US.ENT.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELIVERED", "ERROR", "PENDING", "PLAYED", "READ", "SENT"})
    void keepsHowFarAnImportedMessageHadCome(String status) {
        var message =
                imported(
                        "\"from\":\"15550100200\",\"to_user_id\":\"US.7\",\"to_parent_user_id\":\"US.ENT.7\","
                                + "\"history_context\":{\"status\":\""
                                + status
                                + "\"}");

        assertThat(message.getHistoryStatus()).hasValue(status);
        assertThat(message.getFromBusiness()).isTrue();
        assertThat(message.getPeer().getBsuid()).hasValue("US.7");
        assertThat(message.getPeer().getParentBsuid()).hasValue("US.ENT.7");
    }

    private static InboundMessage inbound(String members) {
        return Splitting.only(
                webhook(
                        "messages",
                        value(
                                "\"messages\":[{\"from\":\""
                                        + CUSTOMER
                                        + "\",\"id\":\"wamid.X\",\"timestamp\":\"1767000000\","
                                        + members
                                        + "}]")),
                InboundMessage.class);
    }

    private static EchoMessage echo(String members) {
        return Splitting.only(
                webhook(
                        "smb_message_echoes",
                        value(
                                "\"message_echoes\":[{\"from\":\""
                                        + OWN_PHONE
                                        + "\",\"to\":\""
                                        + CUSTOMER
                                        + "\",\"id\":\"wamid.E\",\"timestamp\":\"1767000100\","
                                        + members
                                        + "}]")),
                EchoMessage.class);
    }

    private static MessageStatus status(String members, String contact) {
        return Splitting.only(
                webhook(
                        "messages",
                        value(
                                "\"contacts\":["
                                        + contact
                                        + "],\"statuses\":[{\"id\":\"wamid.S\",\"status\":\"sent\",\"timestamp\":1767000000,"
                                        + members
                                        + "}]")),
                MessageStatus.class);
    }

    private static HistoryMessage imported(String members) {
        return Splitting.only(
                        webhook(
                                "history",
                                value(
                                        "\"history\":[{\"threads\":[{\"messages\":[{\"id\":\"wamid.H\",\"type\":\"text\","
                                                + "\"text\":{\"body\":\"x\"},"
                                                + members
                                                + "}]}]}]")),
                        HistoryEvent.class)
                .getMessage()
                .orElseThrow();
    }
}
