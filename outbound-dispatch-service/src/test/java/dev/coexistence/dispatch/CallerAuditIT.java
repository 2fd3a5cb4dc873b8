package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.access.Role;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.events.AuditEntry;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Acts of people and their entries in the audit. */
class CallerAuditIT {
    private static ClosedDispatch dispatch;

    @BeforeAll
    static void start() {
        dispatch = new ClosedDispatch(Map.of("kafka.delivery-timeout", "10s"));
    }

    @AfterAll
    static void stop() {
        dispatch.close();
    }

    /**
     * The page sends with the person's own token, and again with the same key where it is unsure.
     */
    @Test
    void aPersonsMessageIsOneEntryHoweverOftenItIsRepeated() {
        SimulatedNumber number = dispatch.numberOf("north");
        String person = dispatch.issuer.person("north", Role.AGENT);
        String another = dispatch.issuer.person("north", Role.AGENT);

        for (String who : List.of(person, person, another)) {
            dispatch.send(who, number, "audit-once").expectStatus().isAccepted();
        }
        dispatch.send(person, number, "audit-twice").expectStatus().isAccepted();

        await().atMost(ClosedDispatch.PATIENCE)
                .untilAsserted(() -> {
                    var entries = dispatch.stage.auditEntries("audit-once");
                    assertThat(entries).hasSize(3);
                    assertThat(entries.stream().map(AuditEntry::getEntryId).distinct())
                            .as("one of each person")
                            .hasSize(2);
                    assertThat(
                                    entries.stream()
                                            .map(entry -> entry.getCallerId() + entry.getEntryId())
                                            .distinct())
                            .hasSize(2);
                    assertThat(dispatch.stage.auditEntries("audit-twice"))
                            .singleElement()
                            .satisfies(entry -> {
                                assertThat(entry.getAction()).isEqualTo("message.send");
                                assertThat(entry.getCallerKind()).isEqualTo("PERSON");
                                assertThat(entry.getTenant()).contains("north");
                                assertThat(entry.getAddress()).isPresent();
                            });
                });
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() {
        SimulatedNumber number = dispatch.numberOf("north");
        String person = dispatch.issuer.person("north", Role.AGENT);
        dispatch.stage.command(
                Stage.text("audit-waits", number, OneInstance.CUSTOMER)
                        .setNotBefore(Instant.now().plusSeconds(600))
                        .build());
        await().atMost(ClosedDispatch.PATIENCE)
                .untilAsserted(() ->
                        dispatch.ask(person, "/v1/commands/audit-waits").expectStatus().isOk());
        double before = dispatch.refused("audit-away");

        LocalStack.shared().stopBroker();
        try {
            assertAway(dispatch.send(person, number, "audit-away"));
            assertAway(dispatch.cancel(person, "audit-waits"));
            assertThat(dispatch.refused("audit-away")).isEqualTo(before + 2);
        } finally {
            LocalStack.shared().startBroker();
        }

        // A later command of the same number: what was published before it would be done before.
        await().atMost(ClosedDispatch.PATIENCE)
                .untilAsserted(() ->
                        dispatch.send(person, number, "audit-after").expectStatus().isAccepted());
        await().atMost(ClosedDispatch.PATIENCE)
                .untilAsserted(() -> assertThat(dispatch.stage.ends("audit-after")).isNotEmpty());
        assertThat(dispatch.stage.ends("audit-away")).isEmpty();
        dispatch.ask(person, "/v1/commands/audit-waits")
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("SCHEDULED");
    }

    private static void assertAway(WebTestClient.ResponseSpec answer) {
        answer.expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals("Retry-After", "5")
                .expectBody()
                .jsonPath("$.type")
                .value(type -> assertThat(type.toString()).endsWith("audit-away"));
    }
}
