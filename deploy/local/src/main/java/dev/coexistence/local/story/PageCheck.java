package dev.coexistence.local.story;

import java.util.List;
import java.util.regex.Pattern;

/** The web page as a browser without scripts gets it. */
final class PageCheck {
    private final Stage stage;

    PageCheck(Stage stage) {
        this.stage = stage;
    }

    void look(String conversation, List<String> texts, Checks checks) {
        Web.Answer inbox = stage.conversations().page("/");
        checks.equal("The page is there", 200, inbox.status());
        checks.that(
                "The page is HTML",
                inbox.contentType().startsWith("text/html"),
                "text/html",
                inbox.contentType());
        Web.Answer thread = stage.conversations().page(threadPath(inbox.text(), conversation));
        for (String text : texts) {
            checks.that(
                    "The page shows: " + text,
                    thread.text().contains(text),
                    "the text",
                    "status " + thread.status());
        }
        for (String mark : List.of("Customer", "App", "API")) {
            checks.that(
                    "The page marks the sender " + mark,
                    Pattern.compile(">\\s*" + mark + "\\b").matcher(thread.text()).find(),
                    mark,
                    "no such mark");
        }
        checks.that(
                "The page says in words that a message was delivered",
                Pattern.compile("(?i)\\bdelivered\\b").matcher(thread.text()).find(),
                "delivered",
                "no such word");
    }

    /** The link to a conversation as the inbox has it. */
    private static String threadPath(String inbox, String conversation) {
        var link =
                Pattern.compile("href=\"([^\"]*" + Pattern.quote(conversation) + "[^\"]*)\"")
                        .matcher(inbox);
        return link.find() ? link.group(1).replace("&amp;", "&") : "/conversations/" + conversation;
    }
}
