package dev.coexistence.local.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void areTheUsualOnesUnlessTheEnvironmentOrTheCommandLineSaysOtherwise() {
        var ports =
                Ports.of(
                        Map.of("KAFKA_PORT", "19092", "REGISTRY_PORT", "18081"),
                        Map.of(Port.REGISTRY, 28_081));

        assertThat(ports.of(Port.CONVERSATION)).isEqualTo(8080);
        assertThat(ports.of(Port.KAFKA)).isEqualTo(19_092);
        assertThat(ports.of(Port.REGISTRY)).isEqualTo(28_081);
    }

    @Test
    void everyTakenPortIsReportedAtOnceByName() {
        var ports = Ports.of(Map.of(), Map.of());

        var troubles = ports.troubles(number -> number == 8080 || number == 9092);

        assertThat(troubles)
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("8080", "conversation"))
                .anySatisfy(line -> assertThat(line).contains("9092", "kafka", "--port kafka=N"));
    }

    @Test
    void onePortForTwoIsReported() {
        var ports = Ports.of(Map.of(), Map.of(Port.KAFKA, 8080));

        assertThat(ports.troubles(_ -> false))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("8080", "conversation", "kafka"));
    }

    @Test
    void freePortsAreAllDifferent() {
        assertThat(Ports.free().numbers().values()).doesNotHaveDuplicates();
    }

    @Test
    void aPortThatIsNoneIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ports.of(Map.of("KAFKA_PORT", "many"), Map.of()))
                .withMessageContaining("KAFKA_PORT");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ports.of(Map.of(), Map.of(Port.INGEST, 70_000)))
                .withMessageContaining("ingest");
    }
}
