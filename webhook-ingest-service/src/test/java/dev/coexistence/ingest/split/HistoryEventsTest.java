package dev.coexistence.ingest.split;

import static dev.coexistence.ingest.Samples.NUMBER;
import static dev.coexistence.ingest.Samples.value;
import static dev.coexistence.ingest.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.split.event.SplitItem;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.HistoryKind;
import dev.coexistence.schemas.events.HistoryMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryEventsTest {
    private static final String METADATA = "{\"phase\":1,\"chunk_order\":\"2\", \"progress\":55}";

    @Test
    void readsAChunkIntoItsMessagesAndItsProgress() {
        var events =
                events(
                        "\"history\":[{\"metadata\":"
                                + METADATA
                                + ",\"threads\":[{\"id\":\"15550100999\",\"messages\":["
                                + message("wamid.H1", "\"from\":\"15550100999\"", "READ")
                                + ","
                                + message("wamid.H2", "\"from\":\"15550100200\"", "DELIVERED")
                                + "]},{\"id\":\"US.7\",\"context\":{\"user_id\":\"US.7\",\"username\":\"bo\"},"
                                + "\"messages\":["
                                + message("wamid.H3", "\"from_user_id\":\"US.7\"", "READ")
                                + "]}]}]");

        assertThat(events).hasSize(4);
        var first = message(events.get(0));
        assertThat(first.getWamid()).isEqualTo("wamid.H1");
        assertThat(first.getFromBusiness()).isFalse();
        assertThat(first.getPeer().getPhone()).hasValue("15550100999");
        assertThat(first.getHistoryStatus()).hasValue("READ");
        assertThat(first.getMediaDetail()).isFalse();
        var second = message(events.get(1));
        assertThat(second.getFromBusiness()).isTrue();
        assertThat(second.getPeer().getPhone()).hasValue("15550100999");
        var third = message(events.get(2));
        assertThat(third.getFromBusiness()).isFalse();
        assertThat(third.getPeer().getPhone()).isEmpty();
        assertThat(third.getPeer().getBsuid()).hasValue("US.7");
        assertThat(third.getPeer().getUsername()).hasValue("bo");
        var progress = events.get(3);
        assertThat(progress.getKind()).isEqualTo(HistoryKind.PROGRESS);
        assertThat(progress.getJson()).hasValue(METADATA);
        assertThat(progress.getProgress().orElseThrow().getPhase()).isEqualTo(1);
        assertThat(progress.getProgress().orElseThrow().getChunkOrder()).isEqualTo(2);
        assertThat(progress.getProgress().orElseThrow().getProgress()).isEqualTo(55);
        assertThat(progress.getProgress().orElseThrow().getMessages()).isEqualTo(3);
        assertThat(events).allMatch(event -> event.getPhoneNumberId().equals(NUMBER));
        assertThat(events.get(2).getRaw().orElseThrow().getPath())
                .isEqualTo("/entry/0/changes/0/value/history/0/threads/1/messages/0");
    }

    @Test
    void tellsAPlaceholderFromTheMediaThatComesLate() {
        var placeholder =
                message(
                        events(
                                        "\"history\":[{\"threads\":[{\"id\":\"15550100999\",\"messages\":["
                                                + "{\"from\":\"15550100999\",\"id\":\"wamid.P\",\"type\":\"media_placeholder\"}"
                                                + "]}]}]")
                                .getFirst());
        var received = events("\"messages\":[" + image("\"from\":\"15550100999\"") + "]");
        var sent =
                events(
                        "\"message_echoes\":["
                                + image("\"from\":\"15550100200\",\"to\":\"15550100999\"")
                                + "]");

        assertThat(placeholder.getPlaceholder()).isTrue();
        assertThat(message(received.getFirst()).getMediaDetail()).isTrue();
        assertThat(message(received.getFirst()).getFromBusiness()).isFalse();
        assertThat(message(received.getFirst()).getMediaId()).hasValue("M1");
        assertThat(message(sent.getFirst()).getFromBusiness()).isTrue();
        assertThat(message(sent.getFirst()).getPeer().getPhone()).hasValue("15550100999");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "messages, `\"from\":\"15550100200\"`, true, ",
                "messages, `\"from\":\"15550100200\",\"to\":\"15550100999\"`, true, 15550100999",
                "messages, `\"from\":\"+1 555 010-0200\",\"to_user_id\":\"US.7\"`, true, ",
                "messages, `\"from\":\"15550100999\"`, false, 15550100999",
                "messages, `\"from\":\"15550100999\",\"to\":\"15550100200\"`, false, 15550100999",
                "message_echoes, `\"from\":\"15550100200\"`, true, ",
                "message_echoes, `\"from\":\"15550100999\",\"to\":\"15550100200\"`, true, 15550100999"
            })
    void looksAtTheOwnNumberOfLateMedia(String array, String who, boolean sent, String peer) {
        var detail = message(events("\"" + array + "\":[" + image(who) + "]").getFirst());

        assertThat(detail.getFromBusiness()).isEqualTo(sent);
        assertThat(detail.getPeer().getPhone().orElse(null)).isEqualTo(peer);
        assertThat(detail.getMediaDetail()).isTrue();
    }

    @Test
    void neverTakesARecipientForTheSenderOfAnImportedMessage() {
        var received =
                events(
                        "\"history\":[{\"threads\":[{\"id\":\"15550100999\",\"messages\":["
                                + message(
                                        "wamid.H5",
                                        "\"from\":\"15550100999\",\"to\":\"15550100200\"",
                                        "READ")
                                + "]}]}]");

        assertThat(message(received.getFirst()).getFromBusiness()).isFalse();
        assertThat(message(received.getFirst()).getPeer().getPhone()).hasValue("15550100999");
    }

    @Test
    void readsTheOwnersRefusal() {
        String item =
                "{\"errors\":[{\"code\":2593109,\"title\":\"declined\",\"error_data\":{\"details\":\"no\"}}]}";

        var declined = events("\"history\":[" + item + "]").getFirst();

        assertThat(declined.getKind()).isEqualTo(HistoryKind.DECLINED);
        assertThat(declined.getDeclined().orElseThrow().getCode()).isEqualTo(2_593_109);
        assertThat(declined.getJson()).hasValue(item);
    }

    @Test
    void findsTheCustomerWhereTheSampleSwapsTheIds() {
        var events =
                events(
                        "\"history\":[{\"threads\":[{\"id\":\"15550100999\",\"messages\":["
                                + message(
                                        "wamid.H4",
                                        "\"from\":\"15550100200\",\"from_user_id\":\"US.7\"",
                                        "SENT")
                                + "]}]}]");

        assertThat(message(events.getFirst()).getFromBusiness()).isTrue();
        assertThat(message(events.getFirst()).getPeer().getBsuid()).hasValue("US.7");
        assertThat(message(events.getFirst()).getPeer().getPhone()).hasValue("15550100999");
    }

    @Test
    void parksABadMessageAndKeepsItsSiblings() {
        var items =
                Splitting.split(
                        webhook(
                                "history",
                                value(
                                        "\"history\":[{\"metadata\":"
                                                + METADATA
                                                + ",\"threads\":[{\"id\":\"15550100999\",\"messages\":[7,{\"type\":\"text\"},"
                                                + message(
                                                        "wamid.OK",
                                                        "\"from\":\"15550100999\"",
                                                        "READ")
                                                + "]},\"not a thread\"]}]")));

        assertThat(Splitting.events(items, HistoryEvent.class)).hasSize(2);
        assertThat(Splitting.rejected(items))
                .extracting(SplitItem.Rejected::reason)
                .containsExactly("NOT_AN_OBJECT", "NO_WAMID", "NOT_AN_OBJECT");
        assertThat(Splitting.rejected(items).get(2).path())
                .isEqualTo("/entry/0/changes/0/value/history/0/threads/1");
    }

    private static List<HistoryEvent> events(String members) {
        var items = Splitting.split(webhook("history", value(members)));
        assertThat(Splitting.rejected(items)).isEmpty();
        return Splitting.events(items, HistoryEvent.class);
    }

    private static HistoryMessage message(HistoryEvent event) {
        assertThat(event.getKind()).isEqualTo(HistoryKind.MESSAGE);
        return event.getMessage().orElseThrow();
    }

    private static String message(String wamid, String who, String status) {
        return "{"
                + who
                + ",\"id\":\""
                + wamid
                + "\",\"timestamp\":\"1766000000\",\"type\":\"text\",\"text\":{\"body\":\"old\"},"
                + "\"history_context\":{\"status\":\""
                + status
                + "\"}}";
    }

    private static String image(String who) {
        return "{"
                + who
                + ",\"id\":\"wamid.P\",\"type\":\"image\",\"image\":{\"id\":\"M1\",\"mime_type\":\"image/jpeg\"}}";
    }
}
