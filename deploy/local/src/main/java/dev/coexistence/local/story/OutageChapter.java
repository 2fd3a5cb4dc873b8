package dev.coexistence.local.story;

import dev.coexistence.local.story.client.JsonHttpClient;
import dev.coexistence.local.story.client.PollingWait;
import dev.coexistence.local.story.client.SignedWebhook;
import dev.coexistence.local.story.client.StoryClients;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The broker goes away; what was answered 503 comes again and is stored once. */
final class OutageChapter implements StoryChapter {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StoryClients clients;

    OutageChapter(StoryClients clients) {
        this.clients = clients;
    }

    @Override
    public String title() {
        return "The broker goes away and comes back";
    }

    @Override
    public void tell(StoryCast cast, StoryChecks checks) {
        String number = cast.shared().phoneNumberId();
        String thread = clients.conversations().first(number, cast.customer()).orElse("none");
        int before = clients.conversations().thread(thread).size();
        String wamid = "wamid.retried-" + cast.run();
        var webhook =
                SignedWebhook.message(
                        cast.shared(),
                        cast.customer(),
                        StoryCast.CUSTOMER_NAME,
                        wamid,
                        cast.says("Is anybody there?"),
                        clients.system().appSecret());

        clients.system().broker().stop();
        checks.equal("Without a broker a webhook is answered", 503, post(webhook).status());
        String meanwhile =
                clients.simulator()
                        .customerWrites(
                                number,
                                cast.customer(),
                                StoryCast.CUSTOMER_NAME,
                                cast.says("Hello again"));
        notReady(checks);
        clients.system().broker().start();
        JsonHttpClient.Answer retried =
                PollingWait.await(PATIENCE, () -> post(webhook), answer -> answer.status() == 200);
        checks.equal("With the broker back the retry is answered", 200, retried.status());

        long both =
                PollingWait.await(
                        PATIENCE,
                        () -> times(thread, wamid) + times(thread, meanwhile),
                        times -> times >= 2);
        checks.equal("The retry, and what came meanwhile, stand in the thread", 2L, both);
        checkRecovery(cast, checks, thread);
        checks.equal(
                "The retry stands there once, and nothing else came of it",
                before + 3,
                clients.conversations().thread(thread).size());
    }

    /** Whoever rolls or balances the services is told, and why. */
    private void notReady(StoryChecks checks) {
        var at = clients.system().management();
        var services = List.of(at.ingest(), at.connection(), at.dispatch(), at.conversation());
        List<String> reasons =
                PollingWait.await(
                        PATIENCE,
                        () -> services.stream().map(this::reasonNotReady).toList(),
                        found -> found.stream().noneMatch(String::isEmpty));
        checks.holds(
                "Each service says that it is not ready, and why",
                reasons.stream().noneMatch(String::isEmpty),
                "503 with a reason, four times",
                reasons);
        checks.holds(
                "None of them says that it is broken",
                services.stream()
                        .allMatch(root ->
                                clients.outside()
                                                .get(root.resolve("/actuator/health/liveness"))
                                                .status()
                                        == 200),
                "200 from the liveness of all",
                "not from all");
    }

    /** A reason of what is down; empty where it is ready or gives none. */
    private String reasonNotReady(URI service) {
        JsonHttpClient.Answer health =
                clients.outside().get(service.resolve("/actuator/health/readiness"));
        return health.status() != 503
                ? ""
                : health.json()
                        .path("components")
                        .valueStream()
                        .filter(part -> part.path("status").asString("").equals("DOWN"))
                        .map(part -> part.path("details").path("reason").asString(""))
                        .filter(reason -> !reason.isEmpty())
                        .findFirst()
                        .orElse("");
    }

    /** A message goes through everything once more. */
    private void checkRecovery(StoryCast cast, StoryChecks checks, String thread) {
        String command = "story-after-outage-" + cast.run();
        clients.web()
                .post(
                        clients.system().at().dispatch().resolve("/v1/messages"),
                        Map.of(
                                "phoneNumberId",
                                cast.shared().phoneNumberId(),
                                "to",
                                cast.customer(),
                                "text",
                                Map.of("body", cast.says("Yes, here we are"))),
                        Map.of("Idempotency-Key", command));
        boolean delivered =
                PollingWait.await(
                        PATIENCE,
                        () ->
                                clients.conversations().thread(thread).stream()
                                        .filter(said -> said.commandId().equals(command))
                                        .anyMatch(said -> said.status().equals("delivered")),
                        seen -> seen);
        checks.holds("Sending goes on by itself", delivered, "delivered", "not delivered");
    }

    private long times(String thread, String wamid) {
        return clients.conversations().thread(thread).stream()
                .filter(said -> said.wamid().equals(wamid))
                .count();
    }

    private JsonHttpClient.Answer post(SignedWebhook webhook) {
        return clients.outside()
                .postBytes(
                        clients.system().at().ingest().resolve("/webhooks/whatsapp"),
                        webhook.body(),
                        webhook.headers());
    }
}
