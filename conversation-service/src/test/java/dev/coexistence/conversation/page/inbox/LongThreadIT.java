package dev.coexistence.conversation.page.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.page.PageFixture;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A thread of 10,000 messages in the real database, from the request to the last byte of the page.
 */
class LongThreadIT {
    private static final int LENGTH = 10_000;
    private static final int PAGE = 40;
    private static final int WARM_UP = 30;
    private static final int ROUNDS = 61;
    private static final Pattern MESSAGE = Pattern.compile("<li id=\"m-(\\d+)\"");
    private static final Pattern EARLIER = Pattern.compile("hx-get=\"([^\"]+/earlier\\?[^\"]+)\"");

    private static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("thread");
    private static final ConfigurableApplicationContext SERVICE = PageFixture.start(0, DATABASE);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void fill() {
        DATABASE.jdbc()
                .execute(
                        """
                        insert into contact (id, phone_number_id, profile_name, profile_name_at)
                          values (1, '900000000000123', 'Ana Vidal', now());
                        insert into message (id, phone_number_id, wamid, conversation_id, occurred_at, received_at,
                            content_rank, evidence, status, direction, type, body, json, first_seen_at)
                          select m, '900000000000123', 'w' || m, 1, now() - make_interval(mins => %1$d - m), now(),
                            6, 4, 0, 'IN', 'text', 'message ' || m, '{}', now()
                          from generate_series(1, %1$d) m;
                        insert into conversation (id, phone_number_id, last_message_id, last_at, last_received_at,
                            in_message_id, in_at, in_received_at, unread)
                          values (1, '900000000000123', %1$d, now(), now(), %1$d, now(), now(), 0);
                        analyze
                        """
                                .formatted(LENGTH));
    }

    /**
     * The service ends with the JVM: its event loops are those of the other tests' services, too.
     */
    @AfterAll
    static void close() {
        CLIENT.close();
        DATABASE.close();
    }

    @Test
    void opensWithinAFifthOfASecond() throws Exception {
        var times = new ArrayList<Double>();
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            long start = System.nanoTime();
            page("/conversations/1");
            if (i >= WARM_UP) {
                times.add((System.nanoTime() - start) / 1e6);
            }
        }
        times.sort(null);

        assertThat(times.get(ROUNDS / 2))
                .as("median of %d openings in ms, the slowest %.1f", ROUNDS, times.getLast())
                .isLessThan(200);
    }

    @Test
    void isReadByPagesWithoutAHole() throws Exception {
        String page = page("/conversations/1");
        int next = LENGTH;
        for (int i = 0; i < 5; i++) {
            var shown =
                    MESSAGE.matcher(page)
                            .results()
                            .map(found -> Integer.parseInt(found.group(1)))
                            .toList();
            assertThat(shown).hasSize(PAGE).isSorted().last().isEqualTo(next);
            next = shown.getFirst() - 1;
            String earlier =
                    EARLIER.matcher(page).results().map(MatchResult::group).findFirst().orElse("");
            page = page(earlier.replaceAll("^hx-get=\"|\"$", "").replace("&amp;", "&"));
        }
    }

    private static String page(String path) throws IOException, InterruptedException {
        var server = ((WebServerApplicationContext) SERVICE).getWebServer();
        int port = server == null ? 0 : server.getPort();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
        var answer = CLIENT.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }
}
