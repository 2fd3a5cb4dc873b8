package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coexistence.access.Role;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.live.ChangeNotice;
import dev.coexistence.conversation.live.NginxProxy;
import dev.coexistence.conversation.live.OpenStream;
import dev.coexistence.conversation.live.StreamProxy;
import dev.coexistence.conversation.projection.TenantStory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The stream of changes through proxies that keep answers back. */
class BufferedStreamIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TenantStory STORY = new TenantStory("north", "900000000000741", "155501");
    private static final TestIssuer ISSUER = TestIssuer.start();
    private static final RunningConversation SERVICE = RunningConversation.startClosed(ISSUER);
    private static final String TOKEN = ISSUER.person("north", Role.VIEWER);

    @BeforeAll
    static void connect() throws Exception {
        SERVICE.publish(STORY.number(), List.of(STORY.connection(1)));
        var database = SERVICE.bean(JdbcTemplate.class);
        await().atMost(PATIENCE)
                .until(() -> !database.queryForList("select 1 from number").isEmpty());
    }

    @AfterAll
    static void close() {
        SERVICE.close();
        ISSUER.close();
    }

    @Test
    void eventsComeAtOnceAndTheStreamResumesWithoutAGap() {
        followAndResume(StreamProxy::buffering);
    }

    @Test
    void soTheyDoThroughARealNginx() {
        assumeTrue(NginxProxy.find().isPresent(), "SKIPPED: " + NginxProxy.HOW_TO_GET);
        followAndResume(StreamProxy::nginx);
    }

    private static void followAndResume(Function<String, StreamProxy> proxies) {
        String last;
        try (StreamProxy proxy = proxies.apply(SERVICE.url());
                OpenStream stream = listen(proxy, null)) {
            assertThat(stream.status()).isEqualTo(200);
            // The first sign of life says that the stream is open, not yet from which place on.
            await().atMost(PATIENCE)
                    .until(() -> {
                        change(1);
                        return !ids(stream).isEmpty();
                    });
            change(7);
            await().atMost(PATIENCE)
                    .until(() ->
                            stream.lines().stream()
                                    .anyMatch(line -> line.contains("\"conversationId\":\"7\"")));
            assertThat(stream.lines()).contains(":alive");
            last = ids(stream).getLast();
        }
        change(2);
        change(3);
        try (StreamProxy successor = proxies.apply(SERVICE.url());
                OpenStream again = listen(successor, last)) {
            await().atMost(PATIENCE).until(() -> ids(again).size() == 2);
            change(4);
            await().atMost(PATIENCE).until(() -> ids(again).size() == 3);
            assertThat(ids(again)).doesNotHaveDuplicates().doesNotContain(last).isSorted();
            assertThat(again.lines()).noneMatch(line -> line.contains("reset"));
        }
    }

    private static void change(int conversation) {
        SERVICE.bean(ChangeFeed.class)
                .publish(
                        new ChangeNotice(
                                ChangeNotice.Kind.CONVERSATION_READ,
                                STORY.number(),
                                conversation,
                                0),
                        Instant.EPOCH);
    }

    private static List<String> ids(OpenStream stream) {
        return stream.lines().stream().filter(line -> line.startsWith("id:")).toList();
    }

    private static OpenStream listen(StreamProxy proxy, @Nullable String after) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "Bearer " + TOKEN);
        headers.put("Accept-Encoding", "gzip");
        if (after != null) {
            headers.put("Last-Event-ID", after.substring("id:".length()));
        }
        return OpenStream.of(proxy.url() + "/v1/events", headers);
    }
}
