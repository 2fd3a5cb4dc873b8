package dev.coexistence.ingest.split;

import static dev.coexistence.ingest.Samples.CUSTOMER;
import static dev.coexistence.ingest.Samples.NUMBER;
import static dev.coexistence.ingest.Samples.WABA;
import static dev.coexistence.ingest.Samples.text;
import static dev.coexistence.ingest.Samples.textWebhook;
import static dev.coexistence.ingest.Samples.value;
import static dev.coexistence.ingest.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.Samples;
import dev.coexistence.ingest.split.event.NumberDirectory;
import dev.coexistence.ingest.split.event.SplitItem;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.MessageStatus;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToleranceTest {

    @Test
    void takesNumbersForStringsAndStringsForNumbers() {
        var message =
                Splitting.only(
                        "{\"entry\":[{\"id\":800000000000001,\"changes\":[{\"field\":\"messages\",\"value\":"
                                + "{\"metadata\":{\"phone_number_id\":900000000000001},\"messages\":[{\"from\":15550100999,"
                                + "\"id\":12345,\"timestamp\":1767000000,\"type\":\"text\",\"text\":{\"body\":42}}]}}]}]}",
                        InboundMessage.class);

        assertThat(message.getPhoneNumberId()).isEqualTo(NUMBER);
        assertThat(message.getWabaId()).hasValue(WABA);
        assertThat(message.getFrom().getPhone()).hasValue(CUSTOMER);
        assertThat(message.getWamid()).isEqualTo("12345");
        assertThat(message.getPreview()).hasValue("42");
    }

    @Test
    void takesASingleObjectForAnArray() {
        var message =
                Splitting.only(
                        "{\"entry\":{\"id\":\"8\",\"changes\":{\"field\":\"messages\",\"value\":"
                                + value("\"messages\":" + text("wamid.ONE", "x"))
                                + "}}}",
                        InboundMessage.class);

        assertThat(message.getRaw().orElseThrow().getPath())
                .isEqualTo("/entry/changes/value/messages");
    }

    @Test
    void readsChangesWithoutTheirEnvelope() {
        var bare =
                Splitting.only(
                        "{\"field\":\"messages\",\"value\":"
                                + value("\"messages\":[" + text("wamid.B", "x") + "]")
                                + "}",
                        InboundMessage.class);
        var declined =
                Splitting.only(
                        value("\"history\":[{\"errors\":[{\"code\":\"2593109\"}]}]"),
                        HistoryEvent.class);
        var inside =
                Splitting.only(
                        "{\"entry\":[{\"id\":\"8\",\"changes\":[{\"value\":{\"event\":\"PARTNER_APP_UNINSTALLED\","
                                + "\"field\":\"account_update\",\"object\":\"whatsapp_business_account\"}}]}]}",
                        AccountEvent.class);

        assertThat(bare.getWamid()).isEqualTo("wamid.B");
        assertThat(declined.getDeclined().orElseThrow().getCode()).isEqualTo(2_593_109);
        assertThat(inside.getField()).isEqualTo("account_update");
    }

    @Test
    void decidesTheDirectionByTheFieldOnly() {
        var echoes =
                Splitting.split(
                        webhook(
                                "smb_message_echoes",
                                value("\"messages\":[" + text("wamid.E", "x") + "]")));

        assertThat(Splitting.events(echoes, EchoMessage.class)).hasSize(1);
        assertThat(Splitting.events(echoes, InboundMessage.class)).isEmpty();
    }

    @Test
    void parksABadItemWithItsPointerAndKeepsItsSiblings() {
        var items =
                Splitting.split(
                        webhook(
                                "messages",
                                value(
                                        "\"messages\":["
                                                + text("wamid.1", "a")
                                                + ",{\"type\":\"text\", \"from\":\"1\"},null,\"x\","
                                                + text("wamid.2", "b")
                                                + "],\"statuses\":[{\"id\":\"wamid.3\"},{\"id\":\"wamid.4\",\"status\":\"sent\"}]")));

        assertThat(Splitting.events(items, InboundMessage.class))
                .extracting(InboundMessage::getWamid)
                .containsExactly("wamid.1", "wamid.2");
        assertThat(Splitting.events(items, MessageStatus.class)).hasSize(1);
        var rejected = Splitting.rejected(items);
        assertThat(rejected)
                .extracting(SplitItem.Rejected::reason)
                .containsExactly("NO_WAMID", "NOT_AN_OBJECT", "NOT_AN_OBJECT", "NO_STATUS");
        assertThat(rejected.getFirst().path()).isEqualTo("/entry/0/changes/0/value/messages/1");
        assertThat(new String(rejected.getFirst().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"text\", \"from\":\"1\"}");
        assertThat(new String(rejected.get(2).bytes(), StandardCharsets.UTF_8)).isEqualTo("\"x\"");
    }

    @Test
    void keepsTextThatDatabasesCannotHold() {
        var message =
                Splitting.only(
                        textWebhook("wamid.Z", "a\\u0000b\\ud800c\\ud83d\\ude00"),
                        InboundMessage.class);

        assertThat(message.getPreview()).hasValue("a\uFFFDb\uFFFDc😀");
        assertThat(message.getJson()).contains("a\\u0000b\\ud800c\\ud83d\\ude00");
    }

    @Test
    void splitsThousandsOfItems() {
        String messages =
                IntStream.range(0, 5_000)
                        .mapToObj(i -> text("wamid." + i, "message " + i))
                        .collect(Collectors.joining(","));

        var items = Splitting.split(webhook("messages", value("\"messages\":[" + messages + "]")));

        assertThat(Splitting.events(items, InboundMessage.class)).hasSize(5_000);
        assertThat(items).last().extracting(SplitItem::path).asString().endsWith("/messages/4999");
    }

    @Test
    void splitsEveryEntryAndEveryChange() {
        String change =
                "{\"field\":\"messages\",\"value\":"
                        + value("\"messages\":[" + text("wamid.N", "x") + "]")
                        + "}";
        String entry = "{\"id\":\"8\",\"changes\":[" + change + "," + change + "]}";

        var items = Splitting.split("{\"entry\":[" + entry + "," + entry + "]}");

        assertThat(items)
                .extracting(SplitItem::path)
                .containsExactly(
                        "/entry/0/changes/0/value/messages/0",
                        "/entry/0/changes/1/value/messages/0",
                        "/entry/1/changes/0/value/messages/0",
                        "/entry/1/changes/1/value/messages/0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "no json",
                "{\"entry\":[",
                "{} {}",
                "[1,2",
                "\u0000",
                "{\"a\":\"b",
                "<html>busy</html>"
            })
    void parksABodyThatIsNoJsonAsAWhole(String body) {
        var items = Splitting.split(body);

        assertThat(Splitting.rejected(items))
                .singleElement()
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo("NOT_JSON");
                    assertThat(rejected.path()).isEmpty();
                    assertThat(rejected.bytes()).isEqualTo(Samples.bytes(body));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "null", "\"text\"", "{}", "{\"object\":\"x\"}"})
    void parksJsonThatIsNoEnvelope(String body) {
        assertThat(Splitting.rejected(Splitting.split(body)))
                .extracting(SplitItem.Rejected::reason)
                .containsExactly("NOT_AN_ENVELOPE");
    }

    @Test
    void readsWhatIsOnlyNearlyJson() {
        String body =
                textWebhook("wamid.L", "x")
                        .replace("\"timestamp\"", "/* when */ \"timestamp\"")
                        .replace("]}]}", ",]}]}");
        byte[] notUtf8 = Samples.bytes(textWebhook("wamid.U", "x?y"));
        for (int i = 0; i < notUtf8.length; i++) {
            notUtf8[i] = notUtf8[i] == '?' ? (byte) 0xFF : notUtf8[i];
        }

        var lenient = Splitting.only(body, InboundMessage.class);
        var repaired = Splitting.events(Splitting.split(notUtf8), InboundMessage.class).getFirst();

        assertThat(lenient.getWamid()).isEqualTo("wamid.L");
        assertThat(lenient.getJson()).doesNotContain("when");
        assertThat(repaired.getPreview()).hasValue("x\uFFFDy");
    }

    @Test
    void skipsAByteOrderMark() {
        String body = "\uFEFF" + textWebhook("wamid.BOM", "x");

        var message = Splitting.only(body, InboundMessage.class);

        assertThat(message.getJson()).startsWith("{\"from\"").endsWith("}}");
    }

    @Test
    void parksAnItemThatIsNestedTooDeepAndKeepsItsSiblings() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        var items =
                Splitting.split(
                        webhook(
                                "messages",
                                value(
                                        "\"messages\":[{\"id\":\"wamid.DEEP\",\"x\":"
                                                + deep
                                                + "},"
                                                + text("wamid.FLAT", "x")
                                                + "]")));

        assertThat(Splitting.rejected(items))
                .extracting(SplitItem.Rejected::reason)
                .containsExactly("TOO_DEEP");
        assertThat(Splitting.events(items, InboundMessage.class)).hasSize(1);
    }

    @Test
    void parksItemsOfANumberThatNobodyNames() {
        var items =
                Splitting.split(
                        webhook("messages", "{\"messages\":[" + text("wamid.Q", "x") + "]}"));
        var account =
                Splitting.split(
                        "{\"entry\":[{\"changes\":[{\"field\":\"tea\",\"value\":{\"a\":1}}]}]}");

        assertThat(Splitting.rejected(items))
                .extracting(SplitItem.Rejected::reason)
                .containsExactly("NO_NUMBER");
        assertThat(Splitting.rejected(account))
                .extracting(SplitItem.Rejected::reason)
                .containsExactly("NO_ACCOUNT");
    }

    @Test
    void findsTheNumberByItsPhoneWhereTheIdIsMissing() {
        NumberDirectory numbers =
                digits ->
                        "15550100200".equals(digits)
                                ? new NumberDirectory.Known("9KNOWN", null)
                                : null;
        String body =
                webhook(
                        "messages",
                        "{\"metadata\":{\"display_phone_number\":\"+1 555-010-0200\"},\"messages\":["
                                + text("wamid.K", "x")
                                + "]}");

        var items = new Splitter(numbers).split(Splitting.raw(Samples.bytes(body)));

        assertThat(Splitting.events(items, InboundMessage.class))
                .extracting(InboundMessage::getPhoneNumberId)
                .containsExactly("9KNOWN");
    }

    @Test
    void survivesNumbersOfAnyLengthAndTimesOfAnyKind() {
        String digits = "9".repeat(20_000);
        for (String time : new String[] {digits, "-5", "1e400", "\"soon\"", "{}", "0.5"}) {
            var message =
                    Splitting.only(
                            webhook(
                                    "messages",
                                    value(
                                            "\"messages\":[{\"id\":\"wamid.T\",\"from\":\"1\",\"type\":\"text\",\"timestamp\":"
                                                    + time
                                                    + ",\"n\":"
                                                    + digits
                                                    + "}]")),
                            InboundMessage.class);
            assertThat(message.getOccurredAt()).as(time).isNotNull();
        }
    }
}
