package dev.coexistence.ingest.split;

import static dev.coexistence.ingest.Samples.NUMBER;
import static dev.coexistence.ingest.Samples.WABA;
import static dev.coexistence.ingest.Samples.value;
import static dev.coexistence.ingest.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.Samples;
import dev.coexistence.ingest.split.event.NumberDirectory;
import dev.coexistence.ingest.split.event.SplitItem;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.ContactAction;
import dev.coexistence.schemas.events.ContactChange;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.MessageStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    @Test
    void readsAStatusWithPricingAndCallbackData() {
        var status =
                status(
                        "{\"id\":\"wamid.S\",\"status\":\"delivered\",\"timestamp\":\"1767000050\","
                                + "\"recipient_id\":\"15550100999\",\"recipient_user_id\":\"US.7\","
                                + "\"biz_opaque_callback_data\":\"command-1\",\"pricing\":{\"billable\":true,"
                                + "\"pricing_model\":\"PMP\",\"type\":\"regular\",\"category\":\"utility\"}}");

        assertThat(status.getWamid()).isEqualTo("wamid.S");
        assertThat(status.getStatus()).isEqualTo("delivered");
        assertThat(status.getRecipient().getPhone()).hasValue("15550100999");
        assertThat(status.getRecipient().getBsuid()).hasValue("US.7");
        assertThat(status.getCallbackData()).hasValue("command-1");
        assertThat(status.getPricingModel()).hasValue("PMP");
        assertThat(status.getPricingType()).hasValue("regular");
        assertThat(status.getPricingCategory()).hasValue("utility");
        assertThat(status.getOccurredAt()).isEqualTo(Instant.ofEpochSecond(1_767_000_050L));
        assertThat(status.getError()).isEmpty();
    }

    @Test
    void readsAFailureAPlayAndAGroup() {
        var failed =
                status(
                        "{\"id\":\"wamid.S\",\"status\":\"failed\",\"timestamp\":\"1\",\"errors\":"
                                + "[{\"code\":131026,\"title\":\"undeliverable\"}]}");
        var played = status("{\"id\":\"wamid.S\",\"status\":\"played\"}");
        var group =
                status(
                        "{\"id\":\"wamid.S\",\"status\":\"read\",\"recipient_type\":\"group\","
                                + "\"recipient_id\":\"G1\",\"recipient_participant_id\":\"15550100888\"}");
        var other =
                status(
                        "{\"id\":\"wamid.S\",\"status\":\"read\",\"recipient_type\":\"group\","
                                + "\"recipient_id\":\"G1\",\"recipient_participant_id\":\"15550100777\"}");

        assertThat(failed.getError().orElseThrow().getCode()).isEqualTo(131_026);
        assertThat(failed.getRecipient().getPhone()).isEmpty();
        assertThat(played.getStatus()).isEqualTo("played");
        assertThat(group.getGroupId()).hasValue("G1");
        assertThat(group.getParticipant()).hasValue(group.getRecipient());
        assertThat(group.getRecipient().getPhone()).hasValue("15550100888");
        assertThat(group.getParticipant().orElseThrow().getPhone()).hasValue("15550100888");
        assertThat(failed.getParticipant()).isEmpty();
        assertThat(group.getEventId()).isNotEqualTo(other.getEventId());
    }

    @ParameterizedTest
    @CsvSource({
        "edit, '\"full_name\":\"Ana\"', ADD",
        "UPDATE, '\"first_name\":\"Ana\"', ADD",
        "renamed, '\"full_name\":\"Ana\"', ADD",
        "add, '\"x\":1', ADD",
        "delete, '\"x\":1', REMOVE",
        "edit, '\"x\":1', UNKNOWN"
    })
    void readsWhatTheAddressBookNowSays(String word, String name, ContactAction action) {
        String item =
                "{\"type\":\"contact\",\"action\":\"%s\",\"contact\":{%s,\"phone_number\":\"15550100999\"}}"
                        .formatted(word, name);

        var change =
                Splitting.only(
                        webhook("smb_app_state_sync", value("\"state_sync\":[" + item + "]")),
                        ContactChange.class);

        assertThat(change.getAction()).isEqualTo(action);
    }

    @Test
    void readsTheAddressBook() {
        String item =
                "{\"type\":\"contact\",\"contact\":{\"full_name\":\"Ana Vidal\",\"first_name\":\"Ana\","
                        + "\"phone_number\":\"+15550100999\",\"username\":\"@Ana.V\"},\"action\":\"add\","
                        + "\"metadata\":{\"timestamp\":\"1767000200\"}}";
        String removal =
                "{\"type\":\"contact\",\"contact\":{\"user_id\":\"US.7\"},\"action\":\"remove\","
                        + "\"metadata\":{\"timestamp\":\"1767000300\"}}";

        var changes =
                Splitting.events(
                        Splitting.split(
                                webhook(
                                        "smb_app_state_sync",
                                        value("\"state_sync\":[" + item + "," + removal + "]"))),
                        ContactChange.class);

        assertThat(changes).hasSize(2);
        assertThat(changes.getFirst().getAction()).isEqualTo(ContactAction.ADD);
        assertThat(changes.getFirst().getFullName()).hasValue("Ana Vidal");
        assertThat(changes.getFirst().getContact().getPhone()).hasValue("15550100999");
        assertThat(changes.getFirst().getContact().getUsername()).hasValue("ana.v");
        assertThat(changes.getFirst().getOccurredAt())
                .isEqualTo(Instant.ofEpochSecond(1_767_000_200L));
        assertThat(changes.getFirst().getJson()).isEqualTo(item);
        assertThat(changes.getLast().getAction()).isEqualTo(ContactAction.REMOVE);
        assertThat(changes.getLast().getContact().getBsuid()).hasValue("US.7");
    }

    @Test
    void resolvesTheAccountByWabaInfoThenPhoneNumberThenEntry() {
        NumberDirectory numbers =
                digits ->
                        "15550100200".equals(digits)
                                ? new NumberDirectory.Known(NUMBER, "8000000000000KNOWN")
                                : null;
        String portfolio = "700000000000009";

        var named =
                account(
                        numbers,
                        account(
                                portfolio,
                                "{\"event\":\"PARTNER_REMOVED\",\"waba_info\":{\"waba_id\":\"800000000000002\"},"
                                        + "\"disconnection_info\":{\"reason\":\"PRIMARY_INACTIVITY\","
                                        + "\"initiated_by\":\"SYSTEM\"}}"));
        var byPhone =
                account(
                        numbers,
                        account(
                                portfolio,
                                "{\"event\":\"PARTNER_REMOVED\",\"phone_number\":\"+1 (555) 010-0200\"}"));
        var unknownPhone =
                account(
                        numbers,
                        account(
                                WABA,
                                "{\"event\":\"PARTNER_REMOVED\",\"phone_number\":\"15550100300\"}"));
        var onlyEntry = account(numbers, account(WABA, "{\"event\":\"ACCOUNT_OFFBOARDED\"}"));

        assertThat(named.event().getWabaId()).hasValue("800000000000002");
        assertThat(named.event().getReason()).hasValue("PRIMARY_INACTIVITY");
        assertThat(named.event().getInitiatedBy()).hasValue("SYSTEM");
        assertThat(named.key()).isEqualTo("800000000000002");
        assertThat(byPhone.event().getWabaId()).hasValue("8000000000000KNOWN");
        assertThat(byPhone.event().getPhoneNumberId()).hasValue(NUMBER);
        assertThat(byPhone.event().getDisplayPhoneNumber()).hasValue("15550100200");
        assertThat(byPhone.key()).isEqualTo(NUMBER);
        assertThat(unknownPhone.event().getWabaId()).hasValue(WABA);
        assertThat(unknownPhone.event().getDisplayPhoneNumber()).hasValue("15550100300");
        assertThat(onlyEntry.event().getWabaId()).hasValue(WABA);
        assertThat(onlyEntry.event().getOccurredAt())
                .hasValue(Instant.ofEpochSecond(1_767_000_300L));
    }

    @Test
    void tellsTwoOffboardingsByTheirTime() {
        String webhook = account(WABA, "{\"event\":\"ACCOUNT_OFFBOARDED\"}");

        var first = Splitting.only(webhook, AccountEvent.class);
        var redelivered = Splitting.only(webhook, AccountEvent.class);
        var later = Splitting.only(webhook.replace("1767000300", "1767900300"), AccountEvent.class);

        assertThat(redelivered.getEventId()).isEqualTo(first.getEventId());
        assertThat(later.getEventId()).isNotEqualTo(first.getEventId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "phone_number_quality_update",
                "phone_number_name_update",
                "business_capability_update",
                "account_alerts",
                "account_review_update",
                "message_template_status_update",
                "message_template_quality_update",
                "security",
                "business_username_update",
                "business_username_updates",
                "group_lifecycle_update",
                "partner_solutions",
                "user_id_update",
                "tea_time"
            })
    void keepsEveryOtherFieldAsAGenericEvent(String field) {
        String value = "{\"display_phone_number\":\"15550100200\", \"anything\":[1,{\"a\":null}]}";

        var event = Splitting.only(webhook(field, value), AccountEvent.class);

        assertThat(event.getField()).isEqualTo(field);
        assertThat(event.getJson()).isEqualTo(value);
        assertThat(event.getDisplayPhoneNumber()).hasValue("15550100200");
        assertThat(event.getWabaId()).hasValue(WABA);
    }

    @Test
    void findsTheNumberOfPreferencesAndSettings() {
        var preference =
                Splitting.only(
                        webhook(
                                "user_preferences",
                                value(
                                        "\"user_preferences\":[{\"wa_id\":\"15550100999\","
                                                + "\"category\":\"marketing_messages\",\"value\":\"stop\"}]")),
                        AccountEvent.class);
        var settings =
                Splitting.only(
                        webhook(
                                "account_settings_update",
                                "{\"phone_number_settings\":{\"phone_number_id\":900000000000001}}"),
                        AccountEvent.class);

        assertThat(preference.getPhoneNumberId()).hasValue(NUMBER);
        assertThat(settings.getPhoneNumberId()).hasValue(NUMBER);
    }

    @Test
    void keepsErrorsAndUnheardOfMembersBesideTheMessages() {
        var items =
                Splitting.split(
                        webhook(
                                "messages",
                                value(
                                        "\"errors\":[{\"code\":131035,\"title\":\"late\"}],"
                                                + "\"user_actions\":[{\"a\":1}],\"messages\":["
                                                + Samples.text("wamid.M", "x")
                                                + "]")));

        assertThat(Splitting.events(items, InboundMessage.class)).hasSize(1);
        var beside = Splitting.events(items, AccountEvent.class);
        assertThat(beside).hasSize(2);
        assertThat(beside.getFirst().getEvent()).hasValue("errors");
        assertThat(beside.getFirst().getReason()).hasValue("131035");
        assertThat(beside.getFirst().getJson()).contains("late");
        assertThat(beside.getLast().getEvent()).hasValue("user_actions");
        assertThat(beside.getLast().getJson()).isEqualTo("[{\"a\":1}]");
        assertThat(Splitting.rejected(items)).isEmpty();
    }

    private static MessageStatus status(String json) {
        return Splitting.only(
                webhook("messages", value("\"statuses\":[" + json + "]")), MessageStatus.class);
    }

    private record Account(String key, AccountEvent event) {}

    private static Account account(NumberDirectory numbers, String webhook) {
        var items = new Splitter(numbers).split(Splitting.raw(Samples.bytes(webhook)));
        assertThat(items).hasSize(1);
        var event = (SplitItem.Event<?>) items.getFirst();
        return new Account(event.key(), (AccountEvent) event.event());
    }

    private static String account(String entryId, String value) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\""
                + entryId
                + "\",\"time\":1767000300,\"changes\":[{\"value\":"
                + value
                + ",\"field\":\"account_update\"}]}]}";
    }
}
