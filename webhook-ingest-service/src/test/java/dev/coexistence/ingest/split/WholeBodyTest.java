package dev.coexistence.ingest.split;

import static dev.coexistence.ingest.Samples.text;
import static dev.coexistence.ingest.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.Samples;
import org.junit.jupiter.api.Test;

/** What is parked as a whole, because its items cannot be told apart. */
class WholeBodyTest {

    @Test
    void parksABodyOfMoreValuesThanAHeapShouldHold() {
        byte[] body = Samples.bytes("{\"entry\":[" + "0,".repeat(700_000) + "0]}");

        var pieces = Splitting.split(body);

        assertThat(Splitting.bad(pieces))
                .singleElement()
                .satisfies(bad -> {
                    assertThat(bad.reason()).isEqualTo(Unusable.TOO_LARGE);
                    assertThat(bad.bytes()).isEqualTo(body);
                });
    }

    @Test
    void parksTheBodyWhereTheReaderItselfFails() {
        Numbers defect =
                _ -> {
                    throw new IllegalStateException("a defect");
                };
        byte[] body =
                Samples.bytes(
                        webhook(
                                "messages",
                                "{\"metadata\":{\"display_phone_number\":\"15550100200\"},\"messages\":["
                                        + text("wamid.D", "x")
                                        + "]}"));

        var pieces = new Splitter(defect).split(Splitting.raw(body));

        assertThat(Splitting.bad(pieces))
                .singleElement()
                .satisfies(bad -> {
                    assertThat(bad.reason()).isEqualTo(Unusable.UNREADABLE);
                    assertThat(bad.path()).isEmpty();
                    assertThat(bad.bytes()).isEqualTo(body);
                    assertThat(bad.detail()).doesNotContain("a defect");
                });
    }
}
