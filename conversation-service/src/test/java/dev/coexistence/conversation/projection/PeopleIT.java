package dev.coexistence.conversation.projection;

import static dev.coexistence.conversation.projection.Events.at;
import static dev.coexistence.conversation.projection.Events.bsuid;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.phone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.ContactChange;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.InboundMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who people turn out to be, and what is kept of them. */
class PeopleIT {
    @RegisterExtension static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("people");

    private static final String NUMBER = "900000000000001";
    private static final Identity ANA = phone("15550100999");

    @Test
    void keepsOneThreadOverAnotherUserId() {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", bsuid("US.1"), "old id", 1),
                        inbound(NUMBER, "w2", bsuid("US.2"), "new id", 3)));
        assertThat(count("conversation")).isEqualTo(2);

        DATABASE.project(
                List.of(
                        Events.account(
                                        NUMBER,
                                        "user_id_update",
                                        Events.both("15550100999", "US.2"),
                                        "{\"user_id\":{\"previous\":\"US.1\",\"current\":\"US.2\"}}",
                                        2)
                                .build()));

        assertThat(count("conversation")).isEqualTo(1);
        assertThat(count("contact_merge where because = 'USER_ID_CHANGED'")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"origin\":\"contact_request\",\"contacts\":[{\"phones\":[{\"phone\":\"+1 555 010-0999\"}]}]}",
                "{\"origin\":\"contact_request\",\"contacts\":[{\"phones\":[{\"wa_id\":\"15550100999\"}]}]}",
                "{\"contacts\":[{\"origin\":\"contact_request\",\"vcard\":\"BEGIN:VCARD\\nTEL;waid=15550100999:x\\nEND:VCARD\"}]}",
                "{\"origin\":\"contact_request\",\"contacts\":[{\"vcard\":\"BEGIN:VCARD\\r\\nitem1.TEL:+1 555 0100 999\\r\\n\"}]}"
            })
    void joinsWhoSharesTheirOwnNumberWhenAskedForIt(String json) {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", ANA, "by phone", 1),
                        inbound(NUMBER, "w2", bsuid("US.1"), "by id", 2)));

        DATABASE.project(List.of(card(bsuid("US.1"), json)));

        assertThat(count("conversation")).isEqualTo(1);
        assertThat(count("contact_merge where because = 'CONTACT_SHARED'")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"contacts\":[{\"phones\":[{\"wa_id\":\"15550100999\"}]}]}",
                "{\"origin\":\"other\",\"contacts\":[{\"phones\":[{\"wa_id\":\"15550100999\"}]}]}",
                "{\"origin\":\"contact_request\",\"context\":{\"forwarded\":true},\"contacts\":[{\"phones\":[{\"wa_id\":\"15550100999\"}]}]}",
                "{\"origin\":\"contact_request\",\"contacts\":[{\"phones\":[{\"phone\":\"555 0100999\"}]}]}",
                "{\"origin\":\"contact_request\",\"contacts\":[{\"phones\":[{\"wa_id\":\"15550100999\"},{\"wa_id\":\"15550100888\"}]}]}"
            })
    void neverJoinsByACardThatIsNoStatementOfTheSender(String json) {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", ANA, "by phone", 1),
                        inbound(NUMBER, "w2", bsuid("US.1"), "by id", 2),
                        card(bsuid("US.1"), json)));

        assertThat(count("conversation")).isEqualTo(2);
    }

    @Test
    void namesWhoHidesTheirNumber() {
        DATABASE.project(
                List.of(
                        inbound(
                                NUMBER,
                                "w1",
                                Identity.newBuilder().setProfileName("Nora").build(),
                                "hello",
                                1)));

        assertThat(
                        count(
                                "conversation c join contact k on k.id = c.id where profile_name = 'Nora'"))
                .isEqualTo(1);
    }

    @Test
    void keepsTheLastWishAboutMarketing() {
        DATABASE.project(
                List.of(
                        Events.preference(NUMBER, ANA, "resume", 9),
                        Events.preference(NUMBER, ANA, "stop", 12),
                        Events.preference(NUMBER, ANA, "stop", 5)));

        assertThat(count("contact where marketing = 'stop' and marketing_at = '" + at(12) + "'"))
                .isEqualTo(1);

        DATABASE.project(List.of(Events.preference(NUMBER, ANA, "resume", 20)));

        assertThat(count("contact where marketing = 'resume'")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"control_passed\":{\"previous_owner_role\":\"ai_agent\",\"new_owner_role\":\"escalation\"}}`, Handed over from Meta's agent to the business",
                "`{\"control_passed\":{\"previous_owner_app_role\":\"meta_business_agent\"}}`, Handed over from Meta's agent to the business",
                "`{\"control_passed\":{\"previous_owner\":{\"app_role\":\"business_app\"}}}`, Handed over from the business to Meta's agent",
                "`{\"control_passed\":\"escalation\"}`, Handed over from Meta's agent to the business",
                "`{\"previous_owner\":\"mba\",\"new_owner\":\"human\"}`, Handed over from Meta's agent to the business",
                "`{\"control_passed\":{\"new_owner_role\":\"third_desk\"}}`, Handed over to third desk",
                "`{\"control_passed\":{\"metadata\":\"x\"}}`, Handed over"
            })
    void showsAHandOverInTheThread(String json, String line) {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", ANA, "hello", 1),
                        Events.account(NUMBER, "messaging_handovers", ANA, json, 2).build()));

        assertThat(
                        DATABASE.jdbc()
                                .queryForList(
                                        "select body from message where type = 'handover'",
                                        String.class))
                .containsExactly(line);
        assertThat(count("conversation where unread = 1 and in_at = '" + at(1) + "'"))
                .as("one thread, whose window a hand-over does not open")
                .isEqualTo(1);
        assertThat(count("change_batch where 'conversation.handover' = any (kinds)")).isEqualTo(1);
    }

    @Test
    void callsAContactAsItWasCalledLastWithinASecond() {
        var old = named("Old Name", 5, 100);
        var renamed = named("New Name", 5, 400);
        DATABASE.project(List.of(renamed, old));
        DATABASE.project(List.of(named("Old Name", 5, 60_000)));

        assertThat(count("contact where book_name = 'New Name'")).isEqualTo(1);
    }

    private static ContactChange named(String name, int second, int millis) {
        return ContactChange.newBuilder(Events.contact(NUMBER, ANA, name, false, second))
                .setReceivedAt(at(second).plusMillis(millis))
                .build();
    }

    private static InboundMessage card(Identity from, String json) {
        return Events.inboundOf(NUMBER, "card", from, "contacts", 3).setJson(json).build();
    }

    private static int count(String what) {
        Integer count =
                DATABASE.jdbc().queryForObject("select count(*) from " + what, Integer.class);
        return count == null ? 0 : count;
    }
}
