package dev.coexistence.conversation.page.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.page.operations.Edition.Line;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EditionTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void aCountryThatOneDoesNotNameHasWhatItSaysOfAllOthers() {
        var left =
                Edition.of(
                        JSON.readTree(
                                "{\"otherCountries\": \"AVAILABLE\", \"countries\": {\"CH\": \"NOT_AVAILABLE\"}}"));
        var right = Edition.of(JSON.readTree("{\"otherCountries\": \"UNKNOWN\"}"));

        assertThat(Edition.compare(left, right))
                .contains(
                        new Line("countries", "*", "AVAILABLE", "UNKNOWN"),
                        new Line("countries", "CH", "NOT_AVAILABLE", "UNKNOWN"));
    }

    @Test
    void aFeatureThatOneDoesNotNameWorksThere() {
        var left =
                Edition.of(
                        JSON.readTree(
                                "{\"disabledFeatures\": [{\"feature\": \"edit\", \"effect\": \"e\"}]}"));
        var right = Edition.of(JSON.readTree("{}"));

        assertThat(Edition.compare(left, right))
                .contains(new Line("features", "edit", "OFF", "ON"));
    }
}
