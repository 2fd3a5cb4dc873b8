package dev.coexistence.local.story;

import dev.coexistence.local.story.client.BusinessNumber;
import dev.coexistence.local.story.client.PollingWait;
import dev.coexistence.local.story.client.StoryClients;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** All webhooks of the story are read once more, twice, and no view changes. */
final class ReplayChapter implements StoryChapter {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String READER = "conversation-service";
    private static final List<Topic<?>> EVENTS =
            List.of(
                    Topics.INBOUND_MESSAGES,
                    Topics.ECHO_MESSAGES,
                    Topics.MESSAGE_STATUSES,
                    Topics.HISTORY,
                    Topics.CONTACTS);

    private final StoryClients clients;
    private final Instant began;

    ReplayChapter(StoryClients clients, Instant began) {
        this.clients = clients;
        this.began = began;
    }

    @Override
    public String title() {
        return "The past is read again";
    }

    @Override
    public void tell(StoryCast cast, StoryChecks checks) {
        allRead();
        Map<String, String> before = views(cast);
        checks.holds(
                "There is something to compare",
                before.size() > 3 && before.values().stream().noneMatch(String::isEmpty),
                "numbers, conversations and threads",
                before.keySet());
        for (String time : List.of("once", "twice")) {
            var ends = Map.copyOf(clients.log().end(Topics.INBOUND_MESSAGES));
            JsonNode report = replay();
            checks.holds(
                    "The webhooks of the story were split again, " + time,
                    report.at("/counts/same").asLong(0) > 0
                            && !clients.log().recordsSince(Topics.INBOUND_MESSAGES, ends).isEmpty(),
                    "the same events, published again",
                    report);
            checks.equal(
                    "No event differs from the first reading, " + time,
                    "COMPLETE, 0 different",
                    report.path("state").asString("")
                            + ", "
                            + report.path("different").asLong(-1)
                            + " different");
            checks.holds(
                    "The view has read what was published again, " + time,
                    allRead(),
                    "all of it",
                    "not all of it");
            Map<String, String> after = views(cast);
            checks.holds("Every view is what it was, " + time, before.equals(after), before, after);
        }
    }

    private JsonNode replay() {
        URI root = clients.system().at().ingest();
        String id =
                clients.operator()
                        .post(root.resolve("/v1/replays"), Map.of("from", began.toString()))
                        .good("The replay")
                        .json()
                        .path("replayId")
                        .asString("");
        return PollingWait.await(
                PATIENCE,
                () -> clients.operator().get(root.resolve("/v1/replays/" + id)).json(),
                report -> !report.path("state").asString("").equals("RUNNING"));
    }

    /** Tells whether the view has read all events that there are now. */
    private boolean allRead() {
        return PollingWait.await(
                PATIENCE, () -> clients.log().hasRead(READER, EVENTS), read -> read);
    }

    /** The API's answers on the numbers, their conversations, contacts and threads. */
    private Map<String, String> views(StoryCast cast) {
        Map<String, String> views = new TreeMap<>();
        for (BusinessNumber number : List.of(cast.shared(), cast.migrated())) {
            String id = number.phoneNumberId();
            note(views, "/v1/numbers/" + id);
            note(views, "/v1/contacts?phoneNumberId=" + id);
            note(views, "/v1/conversations?limit=100&phoneNumberId=" + id);
            for (JsonNode thread : clients.conversations().list(id)) {
                String conversation = "/v1/conversations/" + thread.path("id").asString("");
                note(views, conversation);
                note(views, conversation + "/messages?limit=100");
            }
        }
        return views;
    }

    private void note(Map<String, String> views, String path) {
        URI root = clients.system().at().conversation();
        views.put(path, clients.web().get(root.resolve(path)).good(path).text());
    }
}
