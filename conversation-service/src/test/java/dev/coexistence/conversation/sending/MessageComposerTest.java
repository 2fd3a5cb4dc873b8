package dev.coexistence.conversation.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.reading.ContactView;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.GroupView;
import dev.coexistence.conversation.reading.MessageView.Author;
import dev.coexistence.conversation.reading.WindowView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageComposerTest {
    private static final ContactView ANA =
            new ContactView("7", "Ana Vidal", "+15550100999", null, "US.7", null);

    @Test
    void anAnswerInAGroupGoesToTheGroupAndToNobodyElse() {
        var group =
                new GroupView(
                        "Y2FwaV9ncm91cDo",
                        List.of(new Author("Ben Ortiz", "+15550302006", null, "US.8")));

        assertThat(MessageComposer.addressCommand(thread(null, group)))
                .containsEntry("groupId", "Y2FwaV9ncm91cDo")
                .doesNotContainKeys("to", "recipient");
        assertThat(MessageComposer.addressCommand(thread(ANA, group)))
                .doesNotContainKeys("to", "recipient");
    }

    @Test
    void anAnswerToAPersonGoesToThem() {
        assertThat(MessageComposer.addressCommand(thread(ANA, null)))
                .containsEntry("to", "+15550100999")
                .containsEntry("recipient", "US.7")
                .doesNotContainKey("groupId");
    }

    private static ConversationView thread(
            @Nullable ContactView contact, @Nullable GroupView group) {
        return new ConversationView(
                "7",
                "900000000000001",
                group == null ? ConversationView.DIRECT : ConversationView.GROUP,
                contact,
                group,
                null,
                null,
                0,
                new WindowView(false, null, null, null, "NEVER_OPENED"));
    }
}
