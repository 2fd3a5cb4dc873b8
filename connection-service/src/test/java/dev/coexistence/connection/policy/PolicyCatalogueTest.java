package dev.coexistence.connection.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyCatalogueTest {
    private static final String EDITION =
            """
            edition: house
            date: "2026-11-01"
            source: "a memo"
            coexistence:
              otherCountries: UNKNOWN
              countries:
                CH: AVAILABLE
                "NO": NOT_AVAILABLE
            disabledFeatures:
              - feature: edit
                effect: No edits.
            budgets:
              coexistence: 5
              fullMigration: 50
            activity:
              days: 7
              warnings: [3, 6]
            """;

    @Test
    void defaultEditionRefusesSwitzerlandAustraliaAndJapan() {
        var edition = PolicyCatalogue.load("seven-io", null).inForce();

        assertThat(List.of("CH", "AU", "JP"))
                .allMatch(country ->
                        edition.coexistenceIn(country) == CountryAvailability.NOT_AVAILABLE);
        assertThat(edition.coexistenceIn("DE")).isEqualTo(CountryAvailability.AVAILABLE);
        assertThat(edition.disabledFeatureNames())
                .containsExactly(
                        "edit",
                        "revoke",
                        "disappearing-messages",
                        "view-once",
                        "live-location",
                        "broadcast-lists");
        assertThat(edition.budgets()).isEqualTo(new PolicyEdition.Budgets(20, 80));
        assertThat(edition.activity()).isEqualTo(new ActivityRule(14, List.of(10, 12, 13)));
    }

    @Test
    void metaEditionKnowsThatItDoesNotKnowSwitzerlandAndAllowsEdits() {
        var edition = PolicyCatalogue.load("meta-2026-09", null).inForce();

        assertThat(edition.coexistenceIn("CH")).isEqualTo(CountryAvailability.UNKNOWN);
        assertThat(edition.coexistenceIn("AU")).isEqualTo(CountryAvailability.AVAILABLE);
        assertThat(edition.disabledFeatureNames())
                .doesNotContain("edit", "revoke")
                .contains("view-once");
    }

    @Test
    void readsFurtherEditionsFromAFolder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("house.yaml"), EDITION);

        var catalogue = PolicyCatalogue.load("house", folder);

        assertThat(catalogue.inForce().coexistenceIn("NO"))
                .isEqualTo(CountryAvailability.NOT_AVAILABLE);
        assertThat(catalogue.inForce().coexistenceIn("FR")).isEqualTo(CountryAvailability.UNKNOWN);
        assertThat(catalogue.all())
                .extracting(PolicyEdition::edition)
                .contains("house", "seven-io");
    }

    @Test
    void refusesAnEditionThatIsNotThere() {
        assertThatThrownBy(() -> PolicyCatalogue.load("nobody", null))
                .hasMessageContaining("policy.edition")
                .hasMessageContaining("nobody")
                .hasMessageContaining("seven-io");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "edition: house | editions: house | editions",
                "date: \"2026-11-01\" | date: yesterday | date",
                "source: \"a memo\" | source: \"\" | source",
                "otherCountries: UNKNOWN | otherCountries: MAYBE | coexistence.otherCountries",
                "CH: AVAILABLE | XX: AVAILABLE | coexistence.countries.XX",
                "CH: AVAILABLE | CH: yes | coexistence.countries.CH",
                "\"NO\": NOT_AVAILABLE | NO: NOT_AVAILABLE | quote it",
                "effect: No edits. | effects: No edits. | disabledFeatures[0].effects",
                "coexistence: 5 | coexistence: 0 | budgets.coexistence",
                "fullMigration: 50 | fullMigration: many | budgets.fullMigration",
                "days: 7 | days: 0 | activity.days",
                "[3, 6] | [6, 3] | activity.warnings",
                "[3, 6] | [3, 7] | activity.warnings",
            })
    void saysWithFileAndKeyWhatIsWrong(String right, String wrong, String key) {
        String broken = EDITION.replace(right, wrong);

        assertThat(broken).isNotEqualTo(EDITION);
        assertThatThrownBy(() -> PolicyFile.read("house.yaml", broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Policy house.yaml")
                .hasMessageContaining(key);
    }

    @Test
    void saysThatAFileIsNoYaml() {
        assertThatThrownBy(() -> PolicyFile.read("house.yaml", "edition: ["))
                .hasMessageContaining("house.yaml");
    }
}
