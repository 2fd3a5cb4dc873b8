package dev.coexistence.local.story;

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
final class Replaying implements Chapter {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String READER = "conversation-service";
    private static final List<Topic<?>> EVENTS =
            List.of(
                    Topics.INBOUND_MESSAGES,
                    Topics.ECHO_MESSAGES,
                    Topics.MESSAGE_STATUSES,
                    Topics.HISTORY,
                    Topics.CONTACTS);

    private final Stage stage;
    private final Instant began;

    Replaying(Stage stage, Instant began) {
        this.stage = stage;
        this.began = began;
    }

    @Override
    public String title() {
        return "The past is read again";
    }

    @Override
    public void tell(Cast cast, Checks checks) {
        allRead();
        Map<String, String> before = views(cast);
        checks.that(
                "There is something to compare",
                before.size() > 3 && before.values().stream().noneMatch(String::isEmpty),
                "numbers, conversations and threads",
                before.keySet());
        for (String time : List.of("once", "twice")) {
            var ends = Map.copyOf(stage.log().end(Topics.INBOUND_MESSAGES));
            JsonNode report = replay();
            checks.that(
                    "The webhooks of the story were split again, " + time,
                    report.at("/counts/same").asLong(0) > 0
                            && !stage.log().since(Topics.INBOUND_MESSAGES, ends).isEmpty(),
                    "the same events, published again",
                    report);
            checks.equal(
                    "No event differs from the first reading, " + time,
                    "COMPLETE, 0 different",
                    report.path("state").asString("")
                            + ", "
                            + report.path("different").asLong(-1)
                            + " different");
            checks.that(
                    "The view has read what was published again, " + time,
                    allRead(),
                    "all of it",
                    "not all of it");
            Map<String, String> after = views(cast);
            checks.that("Every view is what it was, " + time, before.equals(after), before, after);
        }
    }

    private JsonNode replay() {
        URI root = stage.world().at().ingest();
        String id =
                stage.web()
                        .post(root.resolve("/v1/replays"), Map.of("from", began.toString()))
                        .good("The replay")
                        .json()
                        .path("replayId")
                        .asString("");
        return Patience.until(
                PATIENCE,
                () -> stage.web().get(root.resolve("/v1/replays/" + id)).json(),
                report -> !report.path("state").asString("").equals("RUNNING"));
    }

    /** Whether the view has read all events that there are now. */
    private boolean allRead() {
        return Patience.until(PATIENCE, () -> stage.log().hasRead(READER, EVENTS), read -> read);
    }

    /** What the API says of the numbers, their conversations, contacts and threads. */
    private Map<String, String> views(Cast cast) {
        Map<String, String> views = new TreeMap<>();
        for (BusinessNumber number : List.of(cast.shared(), cast.migrated())) {
            String id = number.phoneNumberId();
            note(views, "/v1/numbers/" + id);
            note(views, "/v1/contacts?phoneNumberId=" + id);
            note(views, "/v1/conversations?limit=100&phoneNumberId=" + id);
            for (JsonNode thread : stage.conversations().of(id)) {
                String conversation = "/v1/conversations/" + thread.path("id").asString("");
                note(views, conversation);
                note(views, conversation + "/messages?limit=100");
            }
        }
        return views;
    }

    private void note(Map<String, String> views, String path) {
        URI root = stage.world().at().conversation();
        views.put(path, stage.web().get(root.resolve(path)).good(path).text());
    }
}
