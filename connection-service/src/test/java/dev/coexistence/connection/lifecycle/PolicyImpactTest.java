package dev.coexistence.connection.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.Samples;
import dev.coexistence.connection.policy.PolicyCatalogue;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PolicyImpactTest {
    private final PolicyCatalogue policies = PolicyCatalogue.load("seven-io", null);

    @Test
    void namesTheConnectedNumbersThatASwitchOfEditionTouches() {
        var from = policies.inForce();
        var to = Objects.requireNonNull(policies.find("meta-2026-09"));

        var impact =
                PolicyImpact.of(
                        List.of(
                                Samples.connected(),
                                Samples.connected(ConnectionMode.FULL_MIGRATION)),
                        from,
                        to);

        assertThat(impact).hasSize(1);
        assertThat(impact.getFirst().phoneNumberId()).isEqualTo("9001");
        assertThat(impact.getFirst().changes())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("disabled features: [edit");
    }
}
