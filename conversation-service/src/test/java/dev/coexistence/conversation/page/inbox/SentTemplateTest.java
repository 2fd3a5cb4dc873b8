package dev.coexistence.conversation.page.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SentTemplateTest {
    private static final String APPROVED =
            """
            [{"type": "HEADER", "format": "TEXT", "text": "Order {{1}}"},
             {"type": "BODY", "text": "Hello {{1}}, {{2}} costs {{3}} until {{4}}. $1 {{5}}"},
             {"type": "FOOTER", "text": "Blumen Vidal"},
             {"type": "BUTTONS", "buttons": [
               {"type": "QUICK_REPLY", "text": "Yes"},
               {"type": "URL", "text": "Track", "url": "https://shop.example/t/{{1}}"},
               {"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+15550100123"},
               {"type": "COPY_CODE", "text": "Copy code"}]}]
            """;
    private static final String SENT =
            """
            [{"type": "header", "parameters": [{"type": "text", "text": "1047"}]},
             {"type": "body", "parameters": [{"type": "text", "text": "Ana $0"}, {"type": "text", "text": "{{1}}"},
               {"type": "currency", "currency": {"fallback_value": "25 EUR"}},
               {"type": "date_time", "date_time": {"fallback_value": "Monday"}}]},
             {"type": "button", "sub_type": "url", "index": "1", "parameters": [{"type": "text", "text": "1047"}]},
             {"type": "button", "sub_type": "copy_code", "index": 3,
               "parameters": [{"type": "coupon_code", "coupon_code": "SPRING"}]}]
            """;

    @Test
    void showsEachPartWithItsValues() {
        SentTemplate got = template(APPROVED, SENT);

        assertThat(got.header()).isEqualTo("Order 1047");
        assertThat(got.body()).isEqualTo("Hello Ana $0, {{1}} costs 25 EUR until Monday. $1 {{5}}");
        assertThat(got.footer()).isEqualTo("Blumen Vidal");
        assertThat(got.buttons())
                .containsExactly(
                        new SentTemplate.Button("Yes", null),
                        new SentTemplate.Button("Track", "https://shop.example/t/1047"),
                        new SentTemplate.Button("Call", "+15550100123"),
                        new SentTemplate.Button("Copy code", "SPRING"));
    }

    @Test
    void namedValuesAndMediaHaveTheirPlace() {
        SentTemplate got =
                template(
                        "[{'type':'HEADER','format':'IMAGE'},{'type':'BODY','text':'Dear {{name}} {{other}}'}]",
                        "[{'type':'body','parameters':[{'type':'text','parameter_name':'name','text':'Ana'}]}]");

        assertThat(got.media()).isEqualTo("image");
        assertThat(got.body()).isEqualTo("Dear Ana {{other}}");
    }

    @Test
    void withoutValuesTheWordingStands() {
        assertThat(template("[{'type':'BODY','text':'Good day'}]", null).body())
                .isEqualTo("Good day");
        assertThat(template("{}", "7").body()).isNull();
    }

    private static SentTemplate template(String approved, @Nullable String sent) {
        return SentTemplate.of(json(approved), sent == null ? null : json(sent));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }
}
