package dev.coexistence.conversation.page.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.coexistence.conversation.page.inbox.ApprovedTemplates.Template;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ApprovedTemplatesTest {

    @Test
    void onlyApprovedOnesCanBeChosen() {
        var answer =
                JsonMapper.shared()
                        .readTree(
                                """
                                {"data": [
                                  {"name": "order_update", "language": "en", "status": "APPROVED", "components": [
                                    {"type": "HEADER", "format": "TEXT", "text": "News"},
                                    {"type": "BODY", "text": "Hello {{1}}"}]},
                                  {"name": "spring", "language": "en", "status": "PENDING"},
                                  {"name": "order_update", "language": "pt_BR", "status": "APPROVED"}],
                                 "paging": {}}
                                """);

        assertThat(ApprovedTemplates.read(answer).stream().filter(Template::approved))
                .extracting(Template::name, Template::language, Template::body)
                .containsExactly(
                        tuple("order_update", "en", "Hello {{1}}"),
                        tuple("order_update", "pt_BR", ""));
    }

    @Test
    void anAnswerOfAnotherShapeHasNone() {
        assertThat(ApprovedTemplates.read(JsonMapper.shared().readTree("{\"data\": 7}"))).isEmpty();
        assertThat(ApprovedTemplates.read(JsonMapper.shared().readTree("[]"))).isEmpty();
    }
}
