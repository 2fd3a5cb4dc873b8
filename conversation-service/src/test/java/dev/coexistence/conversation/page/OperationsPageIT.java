package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperationsPageIT extends PageInBrowser {

    @Test
    void aDeadLetterIsLookedAtAndSentAgain() {
        String letter =
                """
                {"partition": 1, "offset": 42, "service": "ingest", "reason": "UNREADABLE_ITEM", "detail": "no <b>number</b>",
                 "origin": {"topic": "whatsapp.webhooks", "partition": 1, "offset": 7, "pointer": "/entry/0"},
                 "at": "2026-11-22T17:00:00Z", "redriven": false, "body": "{}"}
                """;
        services()
                .answer(
                        "GET /v1/dead-letters",
                        200,
                        "{\"items\": [" + letter + "], \"waiting\": {\"UNREADABLE_ITEM\": 1}}");
        services().answer("GET /v1/dead-letters/1/42", 200, letter);
        services().answer("POST /v1/dead-letters/1/42/redrive", 200, "{}");
        try (var visit = Visit.wide(base())) {
            visit.open("/operations");
            assertThat(visit.find("tbody tr").innerText())
                    .contains("UNREADABLE_ITEM", "no <b>number</b>", "whatsapp.webhooks 1@7");

            visit.find("tbody a.button").click();
            visit.waitForText("h1", "UNREADABLE_ITEM");
            visit.find("form button").click();

            visit.waitForText("[role=status].notice", "sent again");
            assertThat(services().asked())
                    .anyMatch(a -> a.startsWith("POST /v1/dead-letters/1/42/redrive"));
        }
    }

    @Test
    void twoEditionsAreCompared() {
        services()
                .answer(
                        "GET /v1/policies",
                        200,
                        """
                        {"inForce": "a", "editions": [
                          {"edition": "a", "date": "2026-11-22", "source": "A", "otherCountries": "AVAILABLE",
                           "countries": {"CH": "NOT_AVAILABLE"}, "disabledFeatures": [{"feature": "edit", "effect": "No edits."}],
                           "budgets": {"coexistence": 20, "fullMigration": 80}, "activity": {"days": 14, "warnings": [10, 12]}},
                          {"edition": "b", "date": "2026-09-11", "source": "B", "otherCountries": "AVAILABLE",
                           "countries": {"CH": "UNKNOWN"}, "disabledFeatures": [],
                           "budgets": {"coexistence": 20, "fullMigration": 80}, "activity": {"days": 14, "warnings": [10, 12]}}]}
                        """);
        try (var visit = Visit.wide(base())) {
            visit.open("/operations/policies");

            assertThat(visit.find("tr.differs").allInnerTexts())
                    .hasSize(2)
                    .anyMatch(row -> row.contains("CH") && row.contains("not known"))
                    .anyMatch(row -> row.contains("edit") && row.contains("works"));
        }
    }
}
