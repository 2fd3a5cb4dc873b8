package dev.coexistence.conversation.page.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.page.operations.PolicyEditionView.Line;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PolicyEditionViewTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void aCountryThatOneDoesNotNameHasWhatItSaysOfAllOthers() {
        var left =
                PolicyEditionView.read(
                        JSON.readTree(
                                "{\"otherCountries\": \"AVAILABLE\", \"countries\": {\"CH\": \"NOT_AVAILABLE\"}}"));
        var right = PolicyEditionView.read(JSON.readTree("{\"otherCountries\": \"UNKNOWN\"}"));

        assertThat(PolicyEditionView.compare(left, right))
                .contains(
                        new Line("countries", "*", "AVAILABLE", "UNKNOWN"),
                        new Line("countries", "CH", "NOT_AVAILABLE", "UNKNOWN"));
    }

    @Test
    void aFeatureThatOneDoesNotNameWorksThere() {
        var left =
                PolicyEditionView.read(
                        JSON.readTree(
                                "{\"disabledFeatures\": [{\"feature\": \"edit\", \"effect\": \"e\"}]}"));
        var right = PolicyEditionView.read(JSON.readTree("{}"));

        assertThat(PolicyEditionView.compare(left, right))
                .contains(new Line("features", "edit", "OFF", "ON"));
    }
}
