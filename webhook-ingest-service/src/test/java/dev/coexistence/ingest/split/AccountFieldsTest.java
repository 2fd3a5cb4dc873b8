package dev.coexistence.ingest.split;

import static dev.coexistence.ingest.Samples.NUMBER;
import static dev.coexistence.ingest.Samples.WABA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.Samples;
import dev.coexistence.schemas.events.AccountEvent;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each field beside those of messages, in the shapes that Meta documents or that were seen. */
class AccountFieldsTest {
    private static final String PORTFOLIO = "700000000000009";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ACCOUNT_DELETED|",
                "ACCOUNT_RESTRICTION|,\"restriction_info\":[{\"restriction_type\":\"RESTRICTED_BIZ_INITIATED_MESSAGING\",\"expiration\":1767600000,\"remediation\":\"appeal\"}]",
                "ACCOUNT_VIOLATION|,\"violation_info\":{\"violation_type\":\"SCAM\"}",
                "DISABLED_UPDATE|,\"ban_info\":{\"waba_ban_state\":\"SCHEDULE_FOR_DISABLE\",\"waba_ban_date\":\"2027-01-01\"}",
                "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE|,\"auth_international_rate_eligibility\":{\"start_time\":1767600000}",
                "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE|,\"country\":\"DE\"",
                "VOLUME_BASED_PRICING_TIER_UPDATE|,\"volume_tier_info\":{\"tier\":\"0:25000\",\"region\":\"US\"}",
                "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE|,\"partner_client_certification_info\":{\"status\":\"APPROVED\"}",
                "ACCOUNT_OFFBOARDED|",
                "ACCOUNT_RECONNECTED|",
                "SOMETHING_OF_NEXT_YEAR|,\"a\":{\"b\":[null]}"
            })
    void readsTheAccountUpdatesThatNameOnlyTheirEntry(String event, String more) {
        String value = "{\"event\":\"" + event + "\"" + (more == null ? "" : more) + "}";

        var read = account(WABA, "account_update", value);

        assertThat(read.getEvent()).hasValue(event);
        assertThat(read.getWabaId()).hasValue(WABA);
        assertThat(read.getPhoneNumberId()).isEmpty();
        assertThat(read.getJson()).isEqualTo(value);
        assertThat(read.getOccurredAt()).hasValue(Instant.ofEpochSecond(1_767_000_300L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PARTNER_ADDED",
                "PARTNER_REMOVED",
                "PARTNER_APP_INSTALLED",
                "PARTNER_APP_UNINSTALLED",
                "MM_LITE_TERMS_SIGNED",
                "AD_ACCOUNT_LINKED"
            })
    void takesTheAccountFromWabaInfoWhereTheEntryIsThePartnersPortfolio(String event) {
        var read =
                account(
                        PORTFOLIO,
                        "account_update",
                        "{\"event\":\""
                                + event
                                + "\",\"waba_info\":{\"waba_id\":800000000000001,\"owner_business_id\":"
                                + "\"600000000000001\",\"partner_app_id\":\"1\",\"solution_id\":\"2\","
                                + "\"solution_partner_business_ids\":[\"3\"]}}");

        assertThat(read.getWabaId()).hasValue(WABA);
        assertThat(read.getEvent()).hasValue(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ACCOUNT_DISCONNECTED",
                "BUSINESS_DOWNGRADE",
                "CHANGE_NUMBER",
                "COMPANION_INACTIVITY",
                "PRIMARY_INACTIVITY",
                "USER_RE_REGISTERED"
            })
    void saysWhyAndByWhomAPartnerWasRemoved(String reason) {
        var read =
                account(
                        WABA,
                        "account_update",
                        "{\"phone_number\":\"15550100200\",\"event\":\"PARTNER_REMOVED\","
                                + "\"disconnection_info\":{\"reason\":\""
                                + reason
                                + "\",\"initiated_by\":\"SYSTEM\"}}");

        assertThat(read.getReason()).hasValue(reason);
        assertThat(read.getInitiatedBy()).hasValue("SYSTEM");
        assertThat(read.getDisplayPhoneNumber()).hasValue("15550100200");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "phone_number_quality_update|{\"display_phone_number\":\"15550100200\",\"event\":\"THROUGHPUT_UPGRADE\",\"current_limit\":\"TIER_UNLIMITED\",\"max_daily_conversations_per_business\":\"TIER_UNLIMITED\"}|THROUGHPUT_UPGRADE",
                "phone_number_quality_update|{\"display_phone_number\":\"+1 (555) 010-0200\",\"event\":\"FLAGGED\",\"old_limit\":\"TIER_2K\"}|FLAGGED",
                "phone_number_name_update|{\"display_phone_number\":\"1-555-010-0200\",\"decision\":\"REJECTED\",\"requested_verified_name\":\"The Mill\",\"rejection_reason\":\"NAME_NOT_CONSISTENT\"}|-",
                "business_capability_update|{\"max_daily_conversation_per_phone\":-1,\"max_daily_conversations_per_business\":2000,\"max_phone_numbers_per_business\":25}|-",
                "business_capability_update|{\"max_daily_conversations_per_business\":\"TIER_10K\",\"max_phone_numbers_per_waba\":\"25\"}|-",
                "account_alerts|{\"entity_type\":\"PHONE_NUMBER\",\"entity_id\":900000000000001,\"alert_info\":{\"alert_severity\":\"INFORMATIONAL\",\"alert_status\":\"NONE\",\"alert_type\":\"OBA_APPROVED\",\"alert_description\":\"x\"}}|-",
                "account_review_update|{\"decision\":\"APPROVED\"}|-",
                "message_template_status_update|{\"event\":\"PAUSED\",\"message_template_id\":1111222233334444,\"message_template_name\":\"offer\",\"message_template_language\":\"en_US\",\"reason\":null,\"other_info\":{\"title\":\"FIRST_PAUSE\"}}|PAUSED",
                "message_template_quality_update|{\"previous_quality_score\":\"GREEN\",\"new_quality_score\":\"YELLOW\",\"message_template_id\":\"12\"}|-",
                "message_template_components_update|{\"message_template_id\":12,\"message_template_element\":\"body\"}|-",
                "template_category_update|{\"message_template_id\":12,\"previous_category\":\"UTILITY\",\"new_category\":\"MARKETING\"}|-",
                "security|{\"display_phone_number\":\"15550100200\",\"event\":\"PIN_RESET_REQUEST\",\"requester\":\"61500000000001\"}|PIN_RESET_REQUEST",
                "business_username_update|{\"display_phone_number\":\"15550100200\",\"username\":\"@mill\",\"status\":\"approved\"}|-",
                "business_username_updates|{\"display_phone_number\":\"15550100200\",\"status\":\"deleted\"}|-",
                "phone_number_username_update|{\"display_phone_number\":\"15550100200\",\"username\":\"mill\",\"status\":\"reserved\"}|-",
                "partner_solutions|{\"event\":\"SOLUTION_CREATED\",\"solution_id\":\"9\",\"solution_status\":\"INITIATED\"}|SOLUTION_CREATED",
                "payment_configuration_update|{\"configuration_name\":\"x\",\"status\":\"Active\"}|-",
                "flows|{\"event\":\"FLOW_STATUS_CHANGE\",\"flow_id\":\"5\",\"old_status\":\"DRAFT\"}|FLOW_STATUS_CHANGE",
                "user_id_update|{\"previous_user_id\":\"US.7\",\"user_id\":\"US.8\"}|-",
                "tea_time|{\"event\":\"KETTLE_ON\",\"cups\":[1,2]}|KETTLE_ON"
            })
    void keepsEveryOtherFieldWithItsJson(String field, String value, String event) {
        var read = account(WABA, field, value);

        assertThat(read.getField()).isEqualTo(field);
        assertThat(read.getEvent().orElse(null)).isEqualTo(event);
        assertThat(read.getJson()).isEqualTo(value);
        assertThat(read.getWabaId()).hasValue(WABA);
        assertThat(read.getDisplayPhoneNumber().orElse("15550100200")).isEqualTo("15550100200");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "group_lifecycle_update|\"groups\":[{\"group_id\":\"G1\",\"type\":\"group_create\",\"timestamp\":1767000000,\"request_id\":\"r\"}]",
                "group_participants_update|\"groups\":[{\"group_id\":\"G1\",\"type\":\"group_participants_add\",\"added_participants\":[{\"wa_id\":\"15550100999\"}]}]",
                "group_settings_update|\"groups\":[{\"group_id\":\"G1\",\"type\":\"group_settings_update\",\"group_subject\":{\"text\":\"x\"}}]",
                "group_status_update|\"groups\":[{\"group_id\":\"G1\",\"type\":\"group_suspend\"}]",
                "calls|\"calls\":[{\"id\":\"wacid.1\",\"event\":\"connect\",\"timestamp\":\"1767000000\",\"direction\":\"USER_INITIATED\"}]",
                "messaging_handovers|\"control_passed\":{\"to\":\"agent\"}",
                "automatic_events|\"automatic_events\":[{\"id\":\"wamid.A\",\"event_name\":\"Purchase\"}]"
            })
    void keepsTheFieldsThatNameTheirNumber(String field, String members) {
        String value = Samples.value(members);

        var read = account(WABA, field, value);

        assertThat(read.getField()).isEqualTo(field);
        assertThat(read.getPhoneNumberId()).hasValue(NUMBER);
        assertThat(read.getJson()).isEqualTo(value);
    }

    private static AccountEvent account(String entryId, String field, String value) {
        return Splitting.only(
                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\""
                        + entryId
                        + "\",\"time\":1767000300,\"changes\":[{\"field\":\""
                        + field
                        + "\",\"value\":"
                        + value
                        + "}]}]}",
                AccountEvent.class);
    }
}
