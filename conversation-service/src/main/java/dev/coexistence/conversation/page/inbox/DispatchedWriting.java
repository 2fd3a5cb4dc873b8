package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.sending.Composer;
import dev.coexistence.conversation.sending.SendingOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writing through the dispatcher. */
@Component
class DispatchedWriting implements Writing {
    private final Composer composer;

    DispatchedWriting(Composer composer) {
        this.composer = composer;
    }

    @Override
    public SendingOutcome text(
            long conversation, String key, String body, @Nullable String repliesTo) {
        return composer.text(conversation, key, body, repliesTo);
    }

    @Override
    public SendingOutcome template(
            long conversation, String key, String name, String language, List<String> parameters) {
        return composer.template(conversation, key, name, language, parameters);
    }

    @Override
    public void read(long conversation) {
        composer.markAsRead(conversation);
    }
}
