package dev.coexistence.local.story;

import dev.coexistence.local.story.client.ConversationClient.Said;
import dev.coexistence.local.story.client.JsonHttpClient;
import dev.coexistence.local.story.client.StoryClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The web page as a browser without scripts gets it. */
final class PageCheck {
    private static final Map<String, String> MARKS =
            Map.of("CUSTOMER", "Customer", "APP", "App", "API", "API");

    private final StoryClients clients;

    PageCheck(StoryClients clients) {
        this.clients = clients;
    }

    void look(String conversation, List<Said> thread, StoryChecks checks) {
        JsonHttpClient.Answer inbox = clients.conversations().inbox();
        checks.equal("The page is there", 200, inbox.status());
        checks.holds(
                "The page is HTML",
                inbox.contentType().startsWith("text/html"),
                "text/html",
                inbox.contentType());
        String page = clients.conversations().page(conversation).text();
        for (Said said : thread) {
            String mark = MARKS.getOrDefault(said.sender(), said.sender());
            String tick = said.sender().equals("API") ? said.status() : "";
            List<String> bubbles = itemsAround(page, said.text());
            checks.holds(
                    "The page shows, marked "
                            + mark
                            + (tick.isEmpty() ? "" : " and " + tick)
                            + ": "
                            + said.text(),
                    bubbles.stream().anyMatch(one -> says(one, mark) && says(one, tick)),
                    "the message with its mark",
                    bubbles.stream().map(PageCheck::words).toList());
        }
    }

    /**
     * The list items that hold a text: its bubble, and perhaps the conversation's line in the
     * inbox.
     */
    private static List<String> itemsAround(String page, String text) {
        var items = new ArrayList<String>();
        for (int at = page.indexOf(text); at >= 0; at = page.indexOf(text, at + 1)) {
            int end = page.indexOf("</li>", at);
            items.add(
                    page.substring(
                            Math.max(0, page.lastIndexOf("<li", at)),
                            end < 0 ? page.length() : end));
        }
        return items;
    }

    private static String words(String html) {
        return html.replaceAll("(?s)<[^>]*>|\\s+", " ").strip();
    }

    /** Tells whether a word stands there as text, not in a tag. */
    private static boolean says(String bubble, String word) {
        return Pattern.compile(">\\s*" + word + "\\b", Pattern.CASE_INSENSITIVE)
                .matcher(bubble)
                .find();
    }
}
