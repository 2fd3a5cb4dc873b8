package dev.coexistence.connection.meta;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PhoneNodeTest {

    @Test
    void aMissingFieldOfANumberIsNotFalse() {
        var node =
                PhoneNode.read(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"id":"9001","display_phone_number":"+1 555-010-0200","platform_type":"CLOUD_API",
                                          "webhook_configuration":{"application":"https://a.example/hook",
                                            "whatsapp_business_account":"https://w.example/hook"}}
                                        """));

        assertThat(node.onBusinessApp()).isNull();
        assertThat(node.coexists()).isFalse();
        assertThat(node.isNotOnTheApp()).isFalse();
        assertThat(node.callback()).hasToString("Optional[https://w.example/hook]");
    }
}
