package dev.coexistence.ingest.split;

import static dev.coexistence.ingest.Samples.CUSTOMER;
import static dev.coexistence.ingest.Samples.NUMBER;
import static dev.coexistence.ingest.Samples.value;
import static dev.coexistence.ingest.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.AccountEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items about one person that are no message: one event for each, keyed by the number. */
class PersonEventsTest {

    @Test
    void tellsEveryWishAboutMarketingByItself() {
        String stop =
                "{\"wa_id\":\"15550100999\",\"detail\":\"d\",\"category\":\"marketing_messages\","
                        + "\"value\":\"stop\",\"timestamp\":1767000000}";
        String resume =
                "{\"user_id\":\"US.7\",\"category\":\"marketing_messages\",\"value\":\"resume\","
                        + "\"timestamp\":1767000060}";

        var events =
                Splitting.events(
                        Splitting.split(
                                webhook(
                                        "user_preferences",
                                        value(
                                                "\"contacts\":[{\"profile\":{\"name\":\"Ana\"},"
                                                        + "\"wa_id\":\"15550100999\"}],"
                                                        + "\"user_preferences\":["
                                                        + stop
                                                        + ","
                                                        + resume
                                                        + "]"))),
                        AccountEvent.class);

        assertThat(events).hasSize(2);
        var first = events.getFirst();
        assertThat(first.getPhoneNumberId()).hasValue(NUMBER);
        assertThat(first.getEvent()).hasValue("stop");
        assertThat(first.getReason()).hasValue("marketing_messages");
        assertThat(first.getPerson().orElseThrow().getPhone()).hasValue(CUSTOMER);
        assertThat(first.getPerson().orElseThrow().getProfileName()).hasValue("Ana");
        assertThat(first.getOccurredAt()).hasValue(Instant.ofEpochSecond(1_767_000_000L));
        assertThat(first.getJson()).isEqualTo(stop);
        var second = events.getLast();
        assertThat(second.getEvent()).hasValue("resume");
        assertThat(second.getPerson().orElseThrow().getBsuid()).hasValue("US.7");
    }

    @Test
    void namesThePersonByTheIdsAfterAChange() {
        String change =
                "{\"wa_id\":\"15550100999\",\"detail\":\"changed\",\"user_id\":{\"previous\":"
                        + "\"US.1\",\"current\":\"US.2\"},\"timestamp\":1767000000}";

        var event =
                Splitting.only(
                        webhook("user_id_update", value("\"user_id_update\":[" + change + "]")),
                        AccountEvent.class);

        assertThat(event.getPhoneNumberId()).hasValue(NUMBER);
        assertThat(event.getPerson().orElseThrow().getPhone()).hasValue(CUSTOMER);
        assertThat(event.getPerson().orElseThrow().getBsuid()).hasValue("US.2");
        assertThat(event.getJson()).isEqualTo(change);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"previous_owner_role\":\"ai_agent\",\"new_owner_role\":\"escalation\"}",
                "{\"previous_owner_app_role\":\"meta_business_agent\"}",
                "\"escalation\""
            })
    void keysAHandOverByTheNumberThatReceivesTheNews(String passed) {
        var event =
                Splitting.only(
                        webhook(
                                "messaging_handovers",
                                "{\"messaging_product\":\"whatsapp\",\"recipient\":"
                                        + "{\"display_phone_number\":\"15550100200\","
                                        + "\"phone_number_id\":\"900000000000001\"},\"sender\":"
                                        + "{\"phone_number\":\"15550100999\"},"
                                        + "\"timestamp\":\"1767000000\",\"control_passed\":"
                                        + passed
                                        + "}"),
                        AccountEvent.class);

        assertThat(event.getPhoneNumberId()).hasValue(NUMBER);
        assertThat(event.getDisplayPhoneNumber()).hasValue("15550100200");
        assertThat(event.getEvent()).hasValue("control_passed");
        assertThat(event.getPerson().orElseThrow().getPhone()).hasValue(CUSTOMER);
        assertThat(event.getOccurredAt()).hasValue(Instant.ofEpochSecond(1_767_000_000L));
        assertThat(event.getJson()).contains(passed);
    }
}
