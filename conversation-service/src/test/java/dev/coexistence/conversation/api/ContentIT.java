package dev.coexistence.conversation.api;

import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.inboundOf;
import static dev.coexistence.conversation.projection.Events.phone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.InboundMessage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a customer chose reaches whoever asks: the API, the page, and Meta's own object. */
class ContentIT extends ServiceFixture {
    private static final String ORDER =
            "{\"type\":\"order\", \"order\":{\"catalog_id\":\"77\",\"text\":\"\",\"product_items\":[{\"product_retailer_id\":"
                    + "\"SKU-9\",\"quantity\":2,\"item_price\":12.50,\"currency\":\"EUR\"}]}}";

    @Test
    void anOrderWithoutANoteIsToldWholeAndShownWithItsSum() throws Exception {
        String number = "900000000000731";
        publish(
                Topics.INBOUND_MESSAGES,
                number,
                inboundOf(number, "o1", ANA, "order", 1).setPreview("").setJson(ORDER).build());
        String id = conversation(number);

        String messages = get("/v1/conversations/" + id + "/messages");
        assertThat(messages)
                .contains("\"kind\":\"order\"")
                .contains("\"productRetailerId\":\"SKU-9\"")
                .contains("\"total\":{\"amount\":25.00,\"currency\":\"EUR\"}")
                .contains("\"text\":\"2 items, 25.00 EUR\"")
                .doesNotContain("\"json\"");
        assertThat(get("/v1/conversations/" + id + "/messages?include=json"))
                .contains("\"json\":" + ORDER);
        var message = Pattern.compile("\"id\":\"(\\d+)\"").matcher(messages);
        assertThat(message.find()).isTrue();
        assertThat(get("/v1/conversations/" + id + "/messages/" + message.group(1) + "/raw"))
                .isEqualTo(ORDER);
        assertThat(get("/conversations/" + id)).contains("SKU-9").contains("25.00 EUR");
    }

    @Test
    void aMessageOfAnotherThreadOrADeletedOneHasNoObject() throws Exception {
        String number = "900000000000732";
        publish(Topics.INBOUND_MESSAGES, number, inbound(number, "d1", ANA, "gone", 1));
        publish(
                Topics.INBOUND_MESSAGES,
                number,
                inboundOf(number, "d2", ANA, "revoke", 2).setTargets("d1").build());
        String id = conversation(number);
        await().atMost(PATIENCE)
                .until(() ->
                        !get("/v1/conversations/" + id + "/messages")
                                .contains("\"revokedAt\":null"));
        String messages = get("/v1/conversations/" + id + "/messages?include=json");
        assertThat(messages).contains("\"content\":null").doesNotContain("gone");
        var message = Pattern.compile("\"id\":\"(\\d+)\"").matcher(messages);
        assertThat(message.find()).isTrue();
        for (String path : new String[] {message.group(1), "1", "x"}) {
            client().get()
                    .uri("/v1/conversations/" + id + "/messages/" + path + "/raw")
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
        client().get()
                .uri("/v1/conversations/" + id + "/messages?include=all")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void aLongTextIsWholeWhateverItsEventCarries() throws Exception {
        String number = "900000000000733";
        String text = "a".repeat(9_000) + " PLEASE CANCEL MY ORDER";
        publish(
                Topics.INBOUND_MESSAGES,
                number,
                InboundMessage.newBuilder(inbound(number, "l1", ANA, text, 1))
                        .setPreview(text.substring(0, 8_192))
                        .build());
        String id = conversation(number);

        assertThat(get("/v1/conversations/" + id + "/messages"))
                .contains("\"text\":\"" + text + "\"");
        assertThat(get("/conversations/" + id)).contains("PLEASE CANCEL MY ORDER");
    }

    @Test
    void whatPeopleTypeOrPasteFindsIt() throws Exception {
        String number = "900000000000734";
        var ben = phone("491715550123");
        publish(
                Topics.INBOUND_MESSAGES,
                number,
                inbound(number, "s1", ben, "cake \uD83C\uDF82", 1));
        publish(
                Topics.INBOUND_MESSAGES,
                number,
                inbound(number, "s2", phone("15550100998"), "nothing", 2));
        await().atMost(PATIENCE).until(() -> found(number, "nothing").contains("s2"));

        for (String asked :
                new String[] {"\uD83C\uDF82", "CAKE", "+49 171 555 0123", "0171/5550123"}) {
            assertThat(found(number, asked)).as(asked).contains("s1").doesNotContain("s2");
            String contacts =
                    String.valueOf(
                            client().get()
                                    .uri(
                                            "/v1/contacts?phoneNumberId={n}&q={q}",
                                            number,
                                            "+49 171 555 0123")
                                    .exchange()
                                    .expectBody(String.class)
                                    .returnResult()
                                    .getResponseBody());
            assertThat(contacts).contains("+491715550123").doesNotContain("+15550100998");
        }
    }

    private String found(String number, String words) {
        return String.valueOf(
                client().get()
                        .uri("/v1/conversations?phoneNumberId={n}&q={q}", number, words)
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }

    private String get(String path) {
        return String.valueOf(
                client().mutate()
                        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(4_000_000))
                        .build()
                        .get()
                        .uri(path)
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }

    private String conversation(String number) {
        await().atMost(PATIENCE)
                .until(() ->
                        get("/v1/conversations?phoneNumberId=" + number).contains("\"id\":\""));
        var id =
                Pattern.compile("\"id\":\"(\\d+)\"")
                        .matcher(get("/v1/conversations?phoneNumberId=" + number));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }
}
