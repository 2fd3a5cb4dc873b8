package dev.coexistence.ingest.split;

import static dev.coexistence.ingest.Samples.CUSTOMER;
import static dev.coexistence.ingest.Samples.OWN_PHONE;
import static dev.coexistence.ingest.Samples.value;
import static dev.coexistence.ingest.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.EchoMessage;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Echoes of what the owner wrote on the phone: whom they went to, and what they say. */
class EchoEventsTest {

    @Test
    void readsAnEchoOfTheOwner() {
        var echo =
                echo(
                        "{\"from\":\"15550100200\",\"to\":\"+1 555 0100-999\",\"to_user_id\":\"US.7\","
                                + "\"id\":\"wamid.E\",\"timestamp\":1767000100,\"type\":\"text\","
                                + "\"text\":{\"body\":\"On my way\"}}");

        assertThat(echo.getTo().getPhone()).hasValue("15550100999");
        assertThat(echo.getTo().getBsuid()).hasValue("US.7");
        assertThat(echo.getPreview()).hasValue("On my way");
        assertThat(echo.getOccurredAt()).isEqualTo(Instant.ofEpochSecond(1_767_000_100L));
    }

    @Test
    void neverTakesTheBusinessForItsOwnCustomer() {
        var swapped =
                echo(
                        "{\"from\":\""
                                + CUSTOMER
                                + "\",\"to\":\""
                                + OWN_PHONE
                                + "\",\"id\":\"wamid.F\",\"type\":\"revoke\","
                                + "\"revoke\":{\"original_message_id\":\"wamid.T\"}}");

        assertThat(swapped.getTo().getPhone()).hasValue(CUSTOMER);
        assertThat(swapped.getTargets()).hasValue("wamid.T");
    }

    @Test
    void keepsAnEchoWhoseCustomerHasNoPhone() {
        var echo =
                echo(
                        "{\"from\":\"15550100200\",\"to_user_id\":\"US.7\",\"id\":\"wamid.G\","
                                + "\"type\":\"image\",\"image\":{\"id\":\"M\",\"mime_type\":\"image/png\"}}");

        assertThat(echo.getTo().getPhone()).isEmpty();
        assertThat(echo.getTo().getBsuid()).hasValue("US.7");
        assertThat(echo.getMediaId()).hasValue("M");
    }

    private static EchoMessage echo(String json) {
        return Splitting.only(
                webhook("smb_message_echoes", value("\"message_echoes\":[" + json + "]")),
                EchoMessage.class);
    }
}
