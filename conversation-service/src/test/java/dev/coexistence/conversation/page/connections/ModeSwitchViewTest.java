package dev.coexistence.conversation.page.connections;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ModeSwitchViewTest {

    @Test
    void tellsPeopleWhatHappensAndNotWhatAProgramWouldAsk() {
        var plan =
                ModeSwitchView.read(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"steps": [
                                          {"who": "SERVICE", "what": "POST /v1/connections/{id}/disconnect: sending stops.", "done": true},
                                          {"who": "OWNER", "what": "Open the app: it is on the phone."}]}
                                        """));

        assertThat(plan.steps())
                .containsExactly(
                        new ModeSwitchView.Step("SERVICE", "Sending stops.", true),
                        new ModeSwitchView.Step(
                                "OWNER", "Open the app: it is on the phone.", false));
    }
}
