package dev.coexistence.ingest.split;

import static dev.coexistence.ingest.Samples.value;
import static dev.coexistence.ingest.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.InboundMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who wrote a message: its own aliases, and those of the contact that is the same user. */
class MessageSenderTest {

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

    private static Identity named(String contact, String from) {
        String contacts = "\"contacts\":[{\"profile\":{\"name\":\"Ana\"}," + contact + "}],";
        String message =
                "{" + from + ",\"id\":\"wamid.A1\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}";
        return Splitting.only(
                        webhook("messages", value(contacts + "\"messages\":[" + message + "]")),
                        InboundMessage.class)
                .getFrom();
    }

    private static String text(String body) {
        return "{\"from\":\"15550100999\",\"id\":\"wamid.TEXT\",\"timestamp\":\"1767000000\","
                + "\"type\":\"text\",\"text\":{\"body\":"
                + body
                + "}}";
    }
}
