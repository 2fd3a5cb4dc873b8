package dev.coexistence.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberScanTest {

    @Test
    void findsTheFirstNumber() {
        assertThat(key(Samples.textWebhook("wamid.A", "x"))).isEqualTo(Samples.NUMBER);
        assertThat(key("{ \"phone_number_id\" :\n 900000000000002 }")).isEqualTo("900000000000002");
    }

    @Test
    void cannotBeMisledByWhatACustomerWrites() {
        String body =
                Samples.webhook(
                        "messages",
                        "{\"messages\":[{\"text\":{\"body\":\"\\\"phone_number_id\\\":\\\"666\\\"\"}}],"
                                + "\"metadata\":{\"phone_number_id\":\"900000000000003\"}}");

        assertThat(key(body)).isEqualTo("900000000000003");
    }

    @Test
    void fallsBackToTheEntryEvenBehindItsChanges() {
        assertThat(
                        key(
                                "{\"entry\":[{\"changes\":[{\"value\":{\"id\":\"no\",\"text\":\"} \\\" {\"}}],"
                                        + "\"id\":\"800000000000001\"},{\"id\":\"other\"}]}"))
                .isEqualTo("800000000000001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|unknown",
                "{}|unknown",
                "no json|unknown",
                "{\"phone_number_id\":null}|unknown",
                "{\"phone_number_id\":\"\"}|unknown",
                "{\"phone_number_id\"|unknown",
                "{\"phone_number_id\":|unknown",
                "{\"entry\":[{\"id\":\"|unknown",
                "{\"entry\":[]}|unknown",
                "{\"a\":\"phone_number_id\",\"entry\":[{\"id\":\"8\"}]}|8"
            })
    void givesAKeyToAnyBytes(String body, String key) {
        assertThat(key(body)).isEqualTo(key);
    }

    @Test
    void doesNotTakeAnEndlessIdForAKey() {
        assertThat(key("{\"phone_number_id\":\"" + "9".repeat(1_000) + "\"}"))
                .isEqualTo(NumberScan.UNKNOWN);
    }

    private static String key(String body) {
        return NumberScan.findKey(Samples.bytes(body));
    }
}
