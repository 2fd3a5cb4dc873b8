package dev.coexistence.local.story;

import dev.coexistence.local.story.Conversations.Said;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The web page as a browser without scripts gets it. */
final class PageCheck {
    private static final Map<String, String> MARKS =
            Map.of("CUSTOMER", "Customer", "APP", "App", "API", "API");

    private final Stage stage;

    PageCheck(Stage stage) {
        this.stage = stage;
    }

    void look(String conversation, List<Said> thread, Checks checks) {
        Web.Answer inbox = stage.conversations().inbox();
        checks.equal("The page is there", 200, inbox.status());
        checks.that(
                "The page is HTML",
                inbox.contentType().startsWith("text/html"),
                "text/html",
                inbox.contentType());
        String page = stage.conversations().page(conversation).text();
        for (Said said : thread) {
            String bubble = bubble(page, said.text());
            String mark = MARKS.getOrDefault(said.sender(), said.sender());
            String tick = said.sender().equals("API") ? said.status() : "";
            checks.that(
                    "The page shows, marked "
                            + mark
                            + (tick.isEmpty() ? "" : " and " + tick)
                            + ": "
                            + said.text(),
                    says(bubble, mark) && says(bubble, tick),
                    "the message with its mark",
                    bubble.isEmpty()
                            ? "no such message"
                            : bubble.replaceAll("(?s)<[^>]*>|\\s+", " "));
        }
    }

    /** What the page has around a text: the list item that holds it. */
    private static String bubble(String page, String text) {
        int at = page.indexOf(text);
        if (at < 0) {
            return "";
        }
        int end = page.indexOf("</li>", at);
        return page.substring(
                Math.max(0, page.lastIndexOf("<li", at)), end < 0 ? page.length() : end);
    }

    /** Whether a word stands there as text, not in a tag. */
    private static boolean says(String bubble, String word) {
        return Pattern.compile(">\\s*" + word + "\\b", Pattern.CASE_INSENSITIVE)
                .matcher(bubble)
                .find();
    }
}
