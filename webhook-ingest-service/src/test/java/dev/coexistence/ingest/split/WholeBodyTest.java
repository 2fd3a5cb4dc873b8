package dev.coexistence.ingest.split;

import static dev.coexistence.ingest.Samples.text;
import static dev.coexistence.ingest.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.Samples;
import dev.coexistence.ingest.split.event.MalformedItem;
import dev.coexistence.ingest.split.event.NumberDirectory;
import org.junit.jupiter.api.Test;

/** Bodies that are parked as a whole, because their items cannot be told apart. */
class WholeBodyTest {

    @Test
    void parksABodyOfMoreValuesThanAHeapShouldHold() {
        byte[] body = Samples.bytes("{\"entry\":[" + "0,".repeat(700_000) + "0]}");

        var items = Splitting.split(body);

        assertThat(Splitting.rejected(items))
                .singleElement()
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(MalformedItem.TOO_LARGE);
                    assertThat(rejected.bytes()).isEqualTo(body);
                });
    }

    @Test
    void parksTheBodyWhereTheReaderItselfFails() {
        NumberDirectory defect =
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

        var items = new Splitter(defect).split(Splitting.raw(body));

        assertThat(Splitting.rejected(items))
                .singleElement()
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(MalformedItem.UNREADABLE);
                    assertThat(rejected.path()).isEmpty();
                    assertThat(rejected.bytes()).isEqualTo(body);
                    assertThat(rejected.detail()).doesNotContain("a defect");
                });
    }
}
