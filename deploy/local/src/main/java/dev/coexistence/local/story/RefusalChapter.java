package dev.coexistence.local.story;

import dev.coexistence.local.story.client.JsonHttpClient;
import dev.coexistence.local.story.client.PollingWait;
import dev.coexistence.local.story.client.SignedWebhook;
import dev.coexistence.local.story.client.StoryClients;
import dev.coexistence.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A forged webhook leaves nothing; a repeated one changes nothing. */
final class RefusalChapter implements StoryChapter {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final StoryClients clients;

    RefusalChapter(StoryClients clients) {
        this.clients = clients;
    }

    @Override
    public String title() {
        return "Forged and repeated webhooks";
    }

    @Override
    public void tell(StoryCast cast, StoryChecks checks) {
        refuseForged(cast, checks);
        repeatWebhook(cast, checks);
    }

    private void refuseForged(StoryCast cast, StoryChecks checks) {
        var raw = clients.log().end(Topics.WEBHOOKS);
        String mark = "wamid.forged-" + cast.run();
        var forged =
                SignedWebhook.message(
                        cast.shared(),
                        cast.customer(),
                        StoryCast.CUSTOMER_NAME,
                        mark,
                        "Never said",
                        "another secret");

        checks.equal(
                "A webhook with a bad signature is refused",
                401,
                post(forged.body(), forged.headers()).status());
        checks.equal(
                "A webhook without a signature is refused",
                401,
                post(forged.body(), Map.of()).status());
        checks.equal(
                "Neither stands on the raw topic",
                0L,
                clients.log().recordsSince(Topics.WEBHOOKS, raw).stream()
                        .filter(record ->
                                new String(record.value(), StandardCharsets.UTF_8).contains(mark))
                        .count());
    }

    private void repeatWebhook(StoryCast cast, StoryChecks checks) {
        String thread =
                clients.conversations()
                        .first(cast.shared().phoneNumberId(), cast.customer())
                        .orElse("none");
        String wamid = "wamid.repeated-" + cast.run();
        var webhook =
                SignedWebhook.message(
                        cast.shared(),
                        cast.customer(),
                        StoryCast.CUSTOMER_NAME,
                        wamid,
                        cast.says("Thank you"),
                        clients.system().appSecret());

        int before = clients.conversations().thread(thread).size();
        checks.equal(
                "A signed webhook is taken", 200, post(webhook.body(), webhook.headers()).status());
        checks.equal(
                "The same webhook again is taken too",
                200,
                post(webhook.body(), webhook.headers()).status());
        clients.simulator().redeliver(5);
        PollingWait.await(PATIENCE, () -> clients.simulator().pendingWebhooks(), left -> left == 0);
        PollingWait.await(PATIENCE, () -> times(thread, wamid), times -> times > 0);
        // What comes after the repetitions shows that they have been through.
        String last =
                clients.simulator()
                        .customerWrites(
                                cast.shared().phoneNumberId(),
                                cast.customer(),
                                StoryCast.CUSTOMER_NAME,
                                cast.says("Until Sunday"));
        PollingWait.await(PATIENCE, () -> times(thread, last), times -> times > 0);

        checks.equal("It stands in the thread once", 1L, times(thread, wamid));
        checks.equal(
                "The repetitions changed nothing else",
                before + 2,
                clients.conversations().thread(thread).size());
    }

    private long times(String thread, String wamid) {
        return clients.conversations().thread(thread).stream()
                .filter(said -> said.wamid().equals(wamid))
                .count();
    }

    private JsonHttpClient.Answer post(byte[] body, Map<String, String> headers) {
        return clients.outside()
                .postBytes(
                        clients.system().at().ingest().resolve("/webhooks/whatsapp"),
                        body,
                        headers);
    }
}
