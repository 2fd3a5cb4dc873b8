package dev.coexistence.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.phone.Phone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir private Path folder;

    @Test
    void numbersTokensWindowsGroupsAndTemplatesOutliveTheProcess() {
        Path file = folder.resolve("deeper/state.json");
        String id;
        String token;
        try (Simulator meta = Simulator.start(SimulatorSettings.defaults())) {
            meta.keepStateIn(file);
            SimulatedNumber shop = meta.addNumber(NumberSpec.coexistence("+15550100200"));
            id = shop.phoneNumberId();
            token = meta.tokenOf(shop);
            meta.phone(shop).customerWrites("+15550100999", "hello");
            meta.phone(shop).customerWritesInGroup("GRP-1", "+15550100997", "all");
            meta.phone(shop).wantsMarketing(Phone.Sender.of("+15550100999"), false);
            meta.putTemplate(shop.wabaId(), "{\"name\":\"hello\",\"status\":\"PAUSED\"}");
            meta.clock().advance(Duration.ofHours(5));
        }

        try (Simulator meta = Simulator.start(SimulatorSettings.defaults())) {
            meta.keepStateIn(file);
            Graph graph = new Graph(meta, token);

            assertThat(graph.text(meta.number(id), "+15550100999", "").status()).isEqualTo(200);
            assertThat(graph.text(meta.number(id), "+15550100998", "").code()).isEqualTo(131047);
            assertThat(meta.number(id).audience().members("GRP-1")).containsExactly("15550100997");
            assertThat(meta.number(id).audience().wantsNoMarketing("15550100999")).isTrue();
            assertThat(
                            graph.get("/v25.0/" + meta.number(id).wabaId() + "/message_templates")
                                    .body())
                    .anySatisfy(data -> assertThat(data.toString()).contains("\"PAUSED\""));
            meta.clock().advance(Duration.ofHours(19));
            assertThat(graph.text(meta.number(id), "+15550100999", "").code()).isEqualTo(131047);
        }
    }

    @Test
    void aFileThatIsNoStateIsRefusedByName() throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), "{\"numbers\":[{}]}");

        try (Simulator meta = Simulator.start(SimulatorSettings.defaults())) {
            assertThatThrownBy(() -> meta.keepStateIn(file))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("other.json");
        }
    }
}
