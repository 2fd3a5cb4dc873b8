package dev.coexistence.conversation.backlog;

import static dev.coexistence.conversation.projection.Events.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.projection.Events;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.local.LocalStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.DriverManager;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BacklogWatchIT {
    private static final int THEN = 20_000;

    @RegisterExtension
    static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("backlog", () -> at(THEN));

    private static final String NUMBER = "900000000000001";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConversationMetrics metrics = new ConversationMetrics(meters);
    private final BacklogWatch watch = watch(true);

    @Test
    void aTransactionThatSomebodyForgotInAnotherDatabaseIsSeenInWhatStandsBehindIt()
            throws Exception {
        var other = LocalStack.shared().newDatabase("forgotten");
        try (var forgotten =
                DriverManager.getConnection(other.url(), other.user(), other.password())) {
            forgotten.setAutoCommit(false);
            try (var statement = forgotten.createStatement()) {
                statement.execute("select pg_current_xact_id()");
            }
            say("w1");

            watch.countNow();
            assertThat(gauge("changes.behind", "reader", "stream")).isEqualTo(300);

            forgotten.rollback();
        }
        watch.countNow();
        assertThat(gauge("changes.behind", "reader", "stream")).isZero();
    }

    @Test
    void changesThatBecameNoWebhooksAreSeen() {
        DATABASE.jdbc().update("delete from webhook_place");
        DATABASE.jdbc().update("insert into webhook_place (xid, seq, index) values (0, 0, 0)");
        watch.countNow();
        assertThat(gauge("changes.behind", "reader", "webhooks")).isZero();

        say("w1");
        watch.countNow();
        assertThat(gauge("changes.behind", "reader", "webhooks")).isEqualTo(300);

        DATABASE.jdbc()
                .update(
                        "update webhook_place set (xid, seq) = (select xid::text::bigint, seq from change_batch order by xid desc, seq desc limit 1)");
        watch.countNow();
        assertThat(gauge("changes.behind", "reader", "webhooks")).isZero();
    }

    @Test
    void theOldestDeliveryIsOneOfAnEndpointThatIsNotPaused() {
        endpoint(1, "ACTIVE");
        endpoint(2, "PAUSED");
        delivery(1, Duration.ofSeconds(40));
        delivery(2, Duration.ofHours(3));

        watch.countNow();

        assertThat(gauge("webhook.pending")).isEqualTo(2);
        assertThat(gauge("webhook.oldest")).isEqualTo(40);
    }

    @Test
    void mediaThatAreNotStoredAreCountedWhereTheyAreFetched() {
        DATABASE.jdbc()
                .update(
                        "insert into media (message_id, phone_number_id, media_id, first_at, next_at) values (1, ?, 'm', ?, ?)",
                        NUMBER,
                        ago(Duration.ofSeconds(70)),
                        ago(Duration.ZERO));

        watch(false).countNow();
        assertThat(gauge("media.waiting")).isZero();

        watch.countNow();
        assertThat(gauge("media.waiting")).isEqualTo(1);
        assertThat(gauge("media.oldest")).isEqualTo(70);
    }

    private BacklogWatch watch(boolean media) {
        return new BacklogWatch(DATABASE.jdbc(), () -> at(THEN + 300), metrics, media);
    }

    private static void say(String wamid) {
        DATABASE.project(
                List.of(Events.inbound(NUMBER, wamid, Events.phone("15550100999"), "hello", 0)));
    }

    private static void endpoint(long id, String state) {
        DATABASE.jdbc()
                .update(
                        "insert into webhook_endpoint (id, url, types, numbers, state, secret, created_at) values (?, 'http://127.0.0.1/', '{}', '{}', ?, '', ?)",
                        id,
                        state,
                        ago(Duration.ZERO));
    }

    private static void delivery(long endpoint, Duration age) {
        DATABASE.jdbc()
                .update(
                        "insert into webhook_delivery (endpoint_id, event_id, type, phone_number_id, conversation_id, body, created_at, next_at) values (?, 'e', 't', ?, 1, '{}', ?, ?)",
                        endpoint,
                        NUMBER,
                        ago(age),
                        ago(Duration.ZERO));
    }

    private static Timestamp ago(Duration age) {
        return Timestamp.from(at(THEN + 300).minus(age));
    }

    private double gauge(String name, String... tags) {
        return meters.get("whatsapp.conversation." + name).tags(tags).gauge().value();
    }
}
