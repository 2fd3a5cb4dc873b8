package dev.coexistence.ingest.split;

import static dev.coexistence.ingest.Samples.CUSTOMER;
import static dev.coexistence.ingest.Samples.OWN_PHONE;
import static dev.coexistence.ingest.Samples.value;
import static dev.coexistence.ingest.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.split.event.SplitItem;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.EchoSender;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.MessageStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks that come while Meta's agent has the thread. */
class StandbyTest {
    private static final String CONTACTS =
            "\"contacts\":[{\"profile\":{\"name\":\"Ana\"},\"wa_id\":\"" + CUSTOMER + "\"}]";
    private static final String MESSAGES =
            "\"messages\":[{\"from\":\""
                    + CUSTOMER
                    + "\",\"id\":\"wamid.S1\",\"timestamp\":\"1767000000\",\"type\":\"text\","
                    + "\"text\":{\"body\":\"Are you open?\"}}]";
    private static final String WRAPPED =
            "{\"to\":\"" + CUSTOMER + "\",\"type\":\"text\",\"text\":{\"body\":\"Until six\"}}";
    private static final String ECHOES =
            "\"message_echoes\":[{\"id\":\"wamid.S2\",\"timestamp\":\"1767000010\",\"message\":"
                    + WRAPPED
                    + "}]";
    private static final String FLAT_ECHOES =
            "\"message_echoes\":[{\"from\":\""
                    + OWN_PHONE
                    + "\",\"to\":\""
                    + CUSTOMER
                    + "\",\"id\":\"wamid.S2\",\"timestamp\":\"1767000010\",\"type\":\"text\","
                    + "\"text\":{\"body\":\"Until six\"}}]";
    private static final String STATUSES =
            "\"statuses\":[{\"id\":\"wamid.S2\",\"status\":\"delivered\",\"timestamp\":\"1767000011\","
                    + "\"recipient_id\":\""
                    + CUSTOMER
                    + "\"}]";

    @Test
    void readsWhatStandsOneLevelDeeper() {
        var items =
                split(
                        "\"standby\":{"
                                + String.join(",", CONTACTS, MESSAGES, ECHOES, STATUSES)
                                + "}");

        readsTheConversation(items);
        assertThat(items)
                .extracting(SplitItem::path)
                .containsExactly(
                        "/entry/0/changes/0/value/standby/messages/0",
                        "/entry/0/changes/0/value/standby/message_echoes/0",
                        "/entry/0/changes/0/value/standby/statuses/0");
        assertThat(Splitting.events(items, EchoMessage.class).getFirst().getJson())
                .isEqualTo(WRAPPED);
    }

    @Test
    void readsTheFlatForm() {
        readsTheConversation(split(String.join(",", CONTACTS, MESSAGES, FLAT_ECHOES, STATUSES)));
    }

    @Test
    void findsContactsThatStandOutside() {
        readsTheConversation(
                split(
                        CONTACTS
                                + ",\"standby\":{"
                                + String.join(",", MESSAGES, ECHOES, STATUSES)
                                + "}"));
    }

    private static void readsTheConversation(List<SplitItem> items) {
        assertThat(items).hasSize(3);
        var inbound = Splitting.events(items, InboundMessage.class).getFirst();
        assertThat(inbound.getField()).isEqualTo("standby");
        assertThat(inbound.getPreview()).hasValue("Are you open?");
        assertThat(inbound.getFrom().getPhone()).hasValue(CUSTOMER);
        assertThat(inbound.getFrom().getProfileName()).hasValue("Ana");
        var echo = Splitting.events(items, EchoMessage.class).getFirst();
        assertThat(echo.getField()).isEqualTo("standby");
        assertThat(echo.getSender()).isEqualTo(EchoSender.META_AGENT);
        assertThat(echo.getWamid()).isEqualTo("wamid.S2");
        assertThat(echo.getTo().getPhone()).hasValue(CUSTOMER);
        assertThat(echo.getPreview()).hasValue("Until six");
        assertThat(echo.getOccurredAt().getEpochSecond()).isEqualTo(1_767_000_010L);
        assertThat(Splitting.events(items, MessageStatus.class).getFirst().getStatus())
                .isEqualTo("delivered");
    }

    @ParameterizedTest
    @CsvSource({
        "smb_message_echoes, '', APP",
        "smb_message_echoes, created_by_1p_bot, META_AGENT",
        "message_echoes, '', META_AGENT",
        "message_echoes, created_by_1p_bot, META_AGENT",
        "message_echoes, user_initiated, APP"
    })
    void tellsMetasAgentFromThePhone(String field, String made, EchoSender sender) {
        String marker = made.isEmpty() ? "" : "\"message_creation_type\":\"" + made + "\",";
        String echoes = FLAT_ECHOES.replace("\"timestamp\"", marker + "\"timestamp\"");

        var echo = Splitting.only(webhook(field, value(echoes)), EchoMessage.class);

        assertThat(echo.getSender()).isEqualTo(sender);
        assertThat(echo.getField()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"standby\":{}",
                "\"standby\":[]",
                "\"standby\":{\"messages\":[]}",
                "\"standby\":7"
            })
    void keepsWhatItCannotReadAsAGenericEvent(String members) {
        var event = Splitting.only(webhook("standby", value(members)), AccountEvent.class);

        assertThat(event.getField()).isEqualTo("standby");
    }

    private static List<SplitItem> split(String members) {
        return Splitting.split(webhook("standby", value(members)));
    }
}
