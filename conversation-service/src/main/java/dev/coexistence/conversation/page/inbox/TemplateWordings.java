package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.page.inbox.ApprovedTemplates.Template;
import java.util.Optional;

/** Wordings of the templates that messages are sent with. */
@FunctionalInterface
interface TemplateWordings {
    /** The template as it is worded now; empty where that is not known. */
    Optional<Template> find(String phoneNumberId, String name, String language);
}
