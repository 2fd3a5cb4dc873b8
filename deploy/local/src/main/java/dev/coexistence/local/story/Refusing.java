package dev.coexistence.local.story;

import dev.coexistence.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A forged webhook leaves nothing; a repeated one changes nothing. */
final class Refusing implements Chapter {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Stage stage;

    Refusing(Stage stage) {
        this.stage = stage;
    }

    @Override
    public String title() {
        return "Forged and repeated webhooks";
    }

    @Override
    public void tell(Cast cast, Checks checks) {
        forged(cast, checks);
        repeated(cast, checks);
    }

    private void forged(Cast cast, Checks checks) {
        var raw = stage.log().end(Topics.WEBHOOKS);
        String mark = "wamid.forged-" + cast.run();
        var forged =
                SignedWebhook.message(
                        cast.shared(), cast.customer(), mark, "Never said", "another secret");

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
                stage.log().since(Topics.WEBHOOKS, raw).stream()
                        .filter(record ->
                                new String(record.value(), StandardCharsets.UTF_8).contains(mark))
                        .count());
    }

    private void repeated(Cast cast, Checks checks) {
        String thread =
                stage.conversations()
                        .first(cast.shared().phoneNumberId(), cast.customer())
                        .orElse("none");
        String wamid = "wamid.repeated-" + cast.run();
        var webhook =
                SignedWebhook.message(
                        cast.shared(),
                        cast.customer(),
                        wamid,
                        cast.says("Thank you"),
                        stage.world().appSecret());

        int before = stage.conversations().thread(thread).size();
        checks.equal(
                "A signed webhook is taken", 200, post(webhook.body(), webhook.headers()).status());
        checks.equal(
                "The same webhook again is taken too",
                200,
                post(webhook.body(), webhook.headers()).status());
        stage.simulator().redeliver(5);
        Patience.until(PATIENCE, () -> stage.simulator().pendingWebhooks(), left -> left == 0);
        Patience.until(PATIENCE, () -> times(thread, wamid), times -> times > 0);
        // What comes after the repetitions shows that they have been through.
        String last =
                stage.simulator()
                        .customerWrites(
                                cast.shared().phoneNumberId(),
                                cast.customer(),
                                Cast.CUSTOMER_NAME,
                                cast.says("Until Sunday"));
        Patience.until(PATIENCE, () -> times(thread, last), times -> times > 0);

        checks.equal("It stands in the thread once", 1L, times(thread, wamid));
        checks.equal(
                "The repetitions changed nothing else",
                before + 2,
                stage.conversations().thread(thread).size());
    }

    private long times(String thread, String wamid) {
        return stage.conversations().thread(thread).stream()
                .filter(said -> said.wamid().equals(wamid))
                .count();
    }

    private Web.Answer post(byte[] body, Map<String, String> headers) {
        return stage.web()
                .postBytes(
                        stage.world().at().ingest().resolve("/webhooks/whatsapp"), body, headers);
    }
}
