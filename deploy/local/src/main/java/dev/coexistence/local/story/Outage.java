package dev.coexistence.local.story;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The broker goes away; what was answered 503 comes again and is stored once. */
final class Outage implements Chapter {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Stage stage;

    Outage(Stage stage) {
        this.stage = stage;
    }

    @Override
    public String title() {
        return "The broker goes away and comes back";
    }

    @Override
    public void tell(Cast cast, Checks checks) {
        String number = cast.shared().phoneNumberId();
        String thread = stage.conversations().first(number, cast.customer()).orElse("none");
        int before = stage.conversations().thread(thread).size();
        String wamid = "wamid.retried-" + cast.run();
        var webhook =
                SignedWebhook.message(
                        cast.shared(),
                        cast.customer(),
                        wamid,
                        cast.says("Is anybody there?"),
                        stage.world().appSecret());

        stage.world().broker().stop();
        checks.equal("Without a broker a webhook is answered", 503, post(webhook).status());
        String meanwhile =
                stage.simulator()
                        .customerWrites(
                                number,
                                cast.customer(),
                                Cast.CUSTOMER_NAME,
                                cast.says("Hello again"));
        notReady(checks);
        stage.world().broker().start();
        Web.Answer retried =
                Patience.until(PATIENCE, () -> post(webhook), answer -> answer.status() == 200);
        checks.equal("With the broker back the retry is answered", 200, retried.status());

        long both =
                Patience.until(
                        PATIENCE,
                        () -> times(thread, wamid) + times(thread, meanwhile),
                        times -> times >= 2);
        checks.equal("The retry, and what came meanwhile, stand in the thread", 2L, both);
        recovered(cast, checks, thread);
        checks.equal(
                "The retry stands there once, and nothing else came of it",
                before + 3,
                stage.conversations().thread(thread).size());
    }

    /** Whoever rolls or balances the services is told, and why. */
    private void notReady(Checks checks) {
        var at = stage.world().at();
        var services = List.of(at.ingest(), at.connection(), at.dispatch(), at.conversation());
        List<String> reasons =
                Patience.until(
                        PATIENCE,
                        () -> services.stream().map(this::reasonNotReady).toList(),
                        found -> found.stream().noneMatch(String::isEmpty));
        checks.that(
                "Each service says that it is not ready, and why",
                reasons.stream().noneMatch(String::isEmpty),
                "503 with a reason, four times",
                reasons);
        checks.that(
                "None of them says that it is broken",
                services.stream()
                        .allMatch(root ->
                                stage.web().get(root.resolve("/actuator/health/liveness")).status()
                                        == 200),
                "200 from the liveness of all",
                "not from all");
    }

    /** A reason of what is down; empty where it is ready or gives none. */
    private String reasonNotReady(URI service) {
        Web.Answer health = stage.web().get(service.resolve("/actuator/health/readiness"));
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
    private void recovered(Cast cast, Checks checks, String thread) {
        String command = "story-after-outage-" + cast.run();
        stage.web()
                .post(
                        stage.world().at().dispatch().resolve("/v1/messages"),
                        Map.of(
                                "phoneNumberId",
                                cast.shared().phoneNumberId(),
                                "to",
                                cast.customer(),
                                "text",
                                Map.of("body", cast.says("Yes, here we are"))),
                        Map.of("Idempotency-Key", command));
        boolean delivered =
                Patience.until(
                        PATIENCE,
                        () ->
                                stage.conversations().thread(thread).stream()
                                        .filter(said -> said.commandId().equals(command))
                                        .anyMatch(said -> said.status().equals("delivered")),
                        seen -> seen);
        checks.that("Sending goes on by itself", delivered, "delivered", "not delivered");
    }

    private long times(String thread, String wamid) {
        return stage.conversations().thread(thread).stream()
                .filter(said -> said.wamid().equals(wamid))
                .count();
    }

    private Web.Answer post(SignedWebhook webhook) {
        return stage.web()
                .postBytes(
                        stage.world().at().ingest().resolve("/webhooks/whatsapp"),
                        webhook.body(),
                        webhook.headers());
    }
}
