package dev.coexistence.conversation.page.inbox;

import java.util.List;

/** What a business may write while the window is closed. */
public interface Templates {

    /**
     * The templates that Meta has approved for the number's account; empty where Meta does not say.
     */
    List<Template> approved(String phoneNumberId);

    /**
     * A template.
     *
     * @param language as Meta writes it, such as en or pt_BR
     * @param body its text with its placeholders; empty where it has none
     */
    record Template(String name, String language, String body) {}
}
