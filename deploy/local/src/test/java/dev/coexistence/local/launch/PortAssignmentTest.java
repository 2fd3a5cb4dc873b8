package dev.coexistence.local.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PortAssignmentTest {
    @Test
    void areTheUsualOnesUnlessTheEnvironmentOrTheCommandLineSaysOtherwise() {
        var ports =
                PortAssignment.of(
                        Map.of("KAFKA_PORT", "19092", "REGISTRY_PORT", "18081"),
                        Map.of(SystemPort.REGISTRY, 28_081));

        assertThat(ports.number(SystemPort.CONVERSATION)).isEqualTo(8080);
        assertThat(ports.number(SystemPort.KAFKA)).isEqualTo(19_092);
        assertThat(ports.number(SystemPort.REGISTRY)).isEqualTo(28_081);
    }

    @Test
    void everyTakenPortIsReportedAtOnceByName() {
        var ports = PortAssignment.of(Map.of(), Map.of());

        var troubles = ports.troubles(number -> number == 8080 || number == 9092);

        assertThat(troubles)
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("8080", "conversation"))
                .anySatisfy(line -> assertThat(line).contains("9092", "kafka", "--port kafka=N"));
    }

    @Test
    void onePortForTwoIsReported() {
        var ports = PortAssignment.of(Map.of(), Map.of(SystemPort.KAFKA, 8080));

        assertThat(ports.troubles(_ -> false))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("8080", "conversation", "kafka"));
    }

    @Test
    void freePortsAreAllDifferent() {
        assertThat(PortAssignment.free().numbers().values()).doesNotHaveDuplicates();
    }

    @Test
    void aPortThatIsNoneIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PortAssignment.of(Map.of("KAFKA_PORT", "many"), Map.of()))
                .withMessageContaining("KAFKA_PORT");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PortAssignment.of(Map.of(), Map.of(SystemPort.INGEST, 70_000)))
                .withMessageContaining("ingest");
    }
}
