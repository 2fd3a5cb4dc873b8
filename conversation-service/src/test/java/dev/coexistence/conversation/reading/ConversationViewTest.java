package dev.coexistence.conversation.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A thread as clients read it. */
class ConversationViewTest {
    private static JsonNode json(@Nullable ContactView contact, @Nullable GroupView group) {
        var view =
                new ConversationView(
                        "1",
                        "106540352242922",
                        group == null ? ConversationView.DIRECT : ConversationView.GROUP,
                        contact,
                        group,
                        null,
                        null,
                        0,
                        new WindowView(false, null, null, null, "NEVER_OPENED"));
        return JsonMapper.shared().valueToTree(view);
    }

    @Test
    void aGroupHasEveryMemberOfAContactAsNullForClientsThatKnowNoGroups() throws IOException {
        JsonNode contact = json(null, new GroupView("Z3JvdXA", List.of())).path("contact");

        assertThat(contact.propertyNames()).isEqualTo(described("ContactView"));
        assertThat(contact.propertyNames()).isEqualTo(described("NoContact"));
        assertThat(contact).allMatch(JsonNode::isNull);
    }

    @Test
    void aContactStaysAsItIs() {
        JsonNode contact =
                json(new ContactView("7", "Ana", "+15550100001", null, null, null), null)
                        .path("contact");

        assertThat(contact.path("phone").stringValue()).isEqualTo("+15550100001");
    }

    private static Collection<String> described(String schema) throws IOException {
        try (var in = ConversationViewTest.class.getResourceAsStream("/openapi.json")) {
            return JsonMapper.shared()
                    .readTree(in)
                    .at("/components/schemas/" + schema + "/properties")
                    .propertyNames();
        }
    }
}
