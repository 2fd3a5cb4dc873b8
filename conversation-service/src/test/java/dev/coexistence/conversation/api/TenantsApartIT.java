package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.access.Role;
import dev.coexistence.access.Scope;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.conversation.projection.TenantStory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Two tenants with random stories side by side in one closed service: of each, no byte reaches the
 * other in any answer, stream or webhook. {@code -Dcoexistence.seed} repeats a story.
 */
class TenantsApartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int NUMBERS = 2;
    private static final int STEPS = 25;
    private static final Pattern EVENT_ID = Pattern.compile("id:(\\S+)");
    private static final String HOOK = "{\"url\":\"http://127.0.0.1:9/%s\",\"includeJson\":true}";

    private static final TestIssuer ISSUER = TestIssuer.start();
    private static final RunningConversation SERVICE = RunningConversation.startClosed(ISSUER);
    private static final JdbcTemplate DATABASE = SERVICE.bean(JdbcTemplate.class);

    private static final Side NORTH = new Side("north", "155501", 0);
    private static final Side SOUTH = new Side("south", "155502", 1);
    private static long seed;

    /** A tenant with its numbers, its caller and what that heard. */
    private static final class Side {
        private final String tenant;
        private final String phones;
        private final List<TenantStory> stories = new ArrayList<>();
        private final CallerClient owner;
        private List<String> stream = List.of();

        Side(String tenant, String phones, int index) {
            this.tenant = tenant;
            this.phones = phones;
            for (int i = 0; i < NUMBERS; i++) {
                stories.add(
                        new TenantStory(tenant, "90000000000" + (7 + index) + "90" + i, phones));
            }
            owner = new CallerClient(SERVICE.url(), ISSUER.person(tenant, Role.OWNER));
        }

        List<String> ids(String table) {
            return DATABASE.query(
                    "select id::text from " + table + " where phone_number_id = any (?)",
                    (row, _) -> row.getString(1),
                    (Object) stories.stream().map(TenantStory::number).toArray(String[]::new));
        }

        String endpoint() {
            return String.valueOf(
                    DATABASE.queryForObject(
                            "select id::text from webhook_endpoint where tenant = ?",
                            String.class,
                            tenant));
        }
    }

    @BeforeAll
    static void tell() throws Exception {
        seed = Long.getLong("coexistence.seed", System.nanoTime());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (Side side : List.of(NORTH, SOUTH)) {
            assertThat(
                            side.owner
                                    .ask(
                                            "POST",
                                            "/v1/webhook-endpoints",
                                            HOOK.formatted(side.tenant))
                                    .status())
                    .isEqualTo(201);
            side.stream = side.owner.listen(null);
        }
        await().atMost(PATIENCE).until(() -> !NORTH.stream.isEmpty() && !SOUTH.stream.isEmpty());
        for (Side side : List.of(NORTH, SOUTH)) {
            for (TenantStory story : side.stories) {
                SERVICE.publish(story.number(), story.tell(random, STEPS));
                SERVICE.publish(story.number(), List.of(story.connection(2)));
            }
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    for (Side side : List.of(NORTH, SOUTH)) {
                        for (TenantStory story : side.stories) {
                            assertThat(side.stream)
                                    .anyMatch(line ->
                                            line.contains("connection.changed")
                                                    && line.contains(story.number()));
                        }
                    }
                    assertThat(
                                    DATABASE.queryForObject(
                                            "select count(*) from number where version = 2",
                                            Integer.class))
                            .isEqualTo(2 * NUMBERS);
                });
    }

    @AfterAll
    static void close() {
        NORTH.owner.close();
        SOUTH.owner.close();
        SERVICE.close();
        ISSUER.close();
    }

    @Test
    void noByteOfOneReachesTheOther() {
        crawl(NORTH, SOUTH);
        crawl(SOUTH, NORTH);

        hearsNothingOf(SOUTH, NORTH.owner.heard());
        hearsNothingOf(NORTH, SOUTH.owner.heard());
        assertThat(NORTH.owner.heard()).anyMatch(said -> said.contains("north text"));
    }

    @Test
    void aWebhookTellsOfItsTenantAlone() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    assertThat(deliveries(NORTH)).isNotEmpty();
                    assertThat(deliveries(SOUTH)).isNotEmpty();
                });

        hearsNothingOf(SOUTH, deliveries(NORTH));
        hearsNothingOf(NORTH, deliveries(SOUTH));
    }

    /** Both tenants' connections change after the place, the caller's own last. */
    @Test
    void aStreamResumedFromTheOthersPlaceTellsOwnChangesOnly() throws Exception {
        String theirs =
                SOUTH.stream.stream()
                        .map(EVENT_ID::matcher)
                        .filter(java.util.regex.Matcher::matches)
                        .map(found -> found.group(1))
                        .findFirst()
                        .orElseThrow();
        for (Side side : List.of(SOUTH, NORTH)) {
            for (TenantStory story : side.stories) {
                SERVICE.publish(story.number(), List.of(story.connection(3)));
            }
        }

        try (var again =
                new CallerClient(SERVICE.url(), ISSUER.person(NORTH.tenant, Role.VIEWER))) {
            List<String> lines = again.listen(theirs);
            await().atMost(PATIENCE)
                    .until(() -> lines.stream().anyMatch(l -> l.contains("connection.changed")));

            hearsNothingOf(SOUTH, lines);
        }
    }

    @Test
    void whatIsTheOthersAnswersAsWhatIsNotThere() {
        String foreign = SOUTH.ids("conversation").getFirst();
        String missing = "1";
        String theirs = NORTH.owner.get("/v1/conversations/" + foreign).body();

        assertThat(theirs.replace(foreign, missing))
                .isEqualTo(NORTH.owner.get("/v1/conversations/" + missing).body());
    }

    @Test
    void nothingOfTheOtherCanBeChanged() {
        String hook = "/v1/webhook-endpoints/" + SOUTH.endpoint();
        String before = state(SOUTH);
        var caller = NORTH.owner;
        for (String thread : SOUTH.ids("conversation")) {
            assertThat(caller.ask("POST", "/v1/conversations/" + thread + "/read", null).status())
                    .isEqualTo(404);
            assertThat(caller.ask("DELETE", "/v1/contacts/" + thread, null).status())
                    .isEqualTo(404);
        }
        for (String merge : SOUTH.ids("contact_merge")) {
            assertThat(caller.ask("POST", "/v1/contacts/merges/" + merge + "/undo", null).status())
                    .isEqualTo(404);
        }
        assertThat(caller.ask("PUT", hook, HOOK.formatted("x")).status()).isEqualTo(404);
        for (String act : List.of("rotate-secret", "pause", "resume", "test")) {
            assertThat(caller.ask("POST", hook + "/" + act, null).status()).isEqualTo(404);
        }
        String range = "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2099-01-01T00:00:00Z\"}";
        assertThat(caller.ask("POST", hook + "/replay", range).status()).isEqualTo(404);
        assertThat(caller.ask("POST", hook + "/deliveries/1/replay", null).status()).isEqualTo(404);
        assertThat(caller.ask("DELETE", hook, null).status()).isEqualTo(404);

        assertThat(state(SOUTH)).isEqualTo(before);
    }

    @Test
    void whoMayNotSeePhoneNumbersHearsNoneAndFindsNoneByTheirDigits() {
        try (var viewer =
                new CallerClient(SERVICE.url(), ISSUER.person(NORTH.tenant, Role.VIEWER))) {
            read(viewer, NORTH);

            assertThat(viewer.heard())
                    .noneMatch(said -> said.contains(NORTH.phones))
                    .anyMatch(said -> said.contains("+*******"));
            assertThat(viewer.heard())
                    .noneMatch(said -> Pattern.compile("\"wamid\":\"north").matcher(said).find());
            assertThat(viewer.get("/v1/conversations?q=" + NORTH.phones).body())
                    .contains("\"items\":[]");
            assertThat(viewer.get("/v1/conversations/1/messages?include=json").status())
                    .isEqualTo(404);
            String own = NORTH.ids("conversation").getFirst();
            assertThat(viewer.get("/v1/conversations/" + own + "/messages?include=json").body())
                    .contains("contacts:phone");
        }
        assertThat(NORTH.owner.get("/v1/conversations?q=" + NORTH.phones).body())
                .contains("\"id\"");
    }

    @Test
    void anOperatorSeesAllAndIsWrittenDown() {
        try (var operator = new CallerClient(SERVICE.url(), ISSUER.operator())) {
            for (Side side : List.of(NORTH, SOUTH)) {
                String thread = side.ids("conversation").getFirst();
                assertThat(operator.get("/v1/conversations/" + thread).status()).isEqualTo(200);
                assertThat(operator.get("/v1/conversations/" + thread + "/messages").status())
                        .isEqualTo(200);
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(SERVICE.audit())
                                        .filteredOn(entry ->
                                                entry.getAction().equals("thread.look")
                                                        && entry.getObject().equals(thread))
                                        .singleElement()
                                        .satisfies(entry ->
                                                assertThat(entry.getTenant())
                                                        .contains(side.tenant)));
            }
        }
        assertThat(SERVICE.audit())
                .filteredOn(entry -> entry.getAction().equals("webhook.create"))
                .extracting(entry -> entry.getTenant().orElse(""))
                .containsExactlyInAnyOrder("north", "south");
    }

    /** A number that nobody signed up is the platform's alone. */
    @Test
    void aNumberWithoutConnectionIsNobodys() throws Exception {
        var stray = new TenantStory("nobody", "900000000006901", "155503");
        SERVICE.publish(
                stray.number(),
                stray.tell(RandomGeneratorFactory.of("L64X128MixRandom").create(7), 5)
                        .subList(1, 4));
        await().atMost(PATIENCE)
                .until(() ->
                        !DATABASE.queryForList(
                                        "select 1 from number where phone_number_id = ?",
                                        stray.number())
                                .isEmpty());

        assertThat(NORTH.owner.get("/v1/numbers/" + stray.number()).status()).isEqualTo(404);
        try (var operator = new CallerClient(SERVICE.url(), ISSUER.operator())) {
            assertThat(operator.get("/v1/numbers/" + stray.number()).status()).isEqualTo(200);
        }
    }

    @Test
    void aKeyWithoutTheScopeIsRefused() {
        try (var program =
                new CallerClient(
                        SERVICE.url(), ISSUER.program(NORTH.tenant, Scope.MESSAGES_SEND))) {
            assertThat(program.get("/v1/conversations").status()).isEqualTo(403);
        }
    }

    private static void crawl(Side side, Side other) {
        read(side.owner, side);
        for (TenantStory story : other.stories) {
            assertThat(side.owner.get("/v1/numbers/" + story.number()).status()).isEqualTo(404);
            empty(side, "/v1/conversations?phoneNumberId=" + story.number());
            empty(side, "/v1/contacts?phoneNumberId=" + story.number());
        }
        empty(side, "/v1/conversations?q=" + other.phones);
        empty(side, "/v1/conversations?q=" + other.tenant + "%20text");
        String cursor =
                Pattern.compile("\"nextCursor\":\"([^\"]+)\"")
                        .matcher(other.owner.get("/v1/conversations?limit=1").body())
                        .results()
                        .map(found -> found.group(1))
                        .findFirst()
                        .orElseThrow();
        side.owner.get("/v1/conversations?cursor=" + cursor);
        for (String thread : other.ids("conversation")) {
            for (String path :
                    List.of(
                            "/v1/conversations/" + thread,
                            "/v1/conversations/" + thread + "/messages",
                            "/v1/contacts/" + thread)) {
                assertThat(side.owner.get(path).status()).as(path).isEqualTo(404);
            }
        }
        String own = side.ids("conversation").getFirst();
        for (String message : other.ids("message")) {
            assertThat(
                            side.owner
                                    .get(
                                            "/v1/conversations/"
                                                    + own
                                                    + "/messages/"
                                                    + message
                                                    + "/raw")
                                    .status())
                    .isEqualTo(404);
            assertThat(side.owner.get("/v1/media/" + message).status()).isEqualTo(404);
        }
        String hook = "/v1/webhook-endpoints/" + other.endpoint();
        assertThat(side.owner.get(hook).status()).isEqualTo(404);
        assertThat(side.owner.get(hook + "/deliveries").status()).isEqualTo(404);
        assertThat(side.owner.get("/v1/webhook-endpoints").body())
                .contains("/" + side.tenant)
                .doesNotContain("/" + other.tenant);
    }

    /** Reads everything that is the side's own, with whatever caller of it. */
    private static void read(CallerClient caller, Side side) {
        caller.get("/v1/numbers");
        caller.get("/v1/conversations?limit=200");
        caller.get("/v1/conversations?limit=200&unread=true&window=closed");
        caller.get("/v1/conversations?limit=3&q=text");
        for (TenantStory story : side.stories) {
            assertThat(caller.get("/v1/numbers/" + story.number()).status()).isEqualTo(200);
            caller.get("/v1/conversations?limit=200&phoneNumberId=" + story.number());
            caller.get("/v1/contacts?limit=200&phoneNumberId=" + story.number());
        }
        for (String thread : side.ids("conversation")) {
            assertThat(caller.get("/v1/conversations/" + thread).status())
                    .as("seed %d", seed)
                    .isEqualTo(200);
            caller.get("/v1/conversations/" + thread + "/messages?limit=200");
            caller.get("/v1/contacts/" + thread);
        }
    }

    private static void empty(Side side, String path) {
        assertThat(side.owner.get(path).body()).as(path).contains("\"items\":[]");
    }

    private static void hearsNothingOf(Side other, List<String> heard) {
        List<String> secrets = new ArrayList<>(List.of(other.phones));
        other.stories.forEach(story -> secrets.add(story.number()));
        other.ids("conversation").forEach(id -> secrets.add("\"" + id + "\""));
        other.ids("message").forEach(id -> secrets.add("\"" + id + "\""));
        secrets.addAll(List.of("of " + other.tenant, other.tenant + ".", other.tenant + " "));
        for (String said : heard) {
            assertThat(secrets)
                    .as("seed %d; run with -Dcoexistence.seed=%d", seed, seed)
                    .noneMatch(said::contains);
        }
    }

    private static List<String> deliveries(Side side) {
        return DATABASE.query(
                "select body from webhook_delivery where endpoint_id = ?::bigint",
                (row, _) -> row.getString(1),
                side.endpoint());
    }

    private static String state(Side side) {
        return String.valueOf(
                DATABASE.queryForList(
                        """
                        select e.url, e.state, md5(e.secret), (select count(*) from contact) as contacts,
                            (select count(*) from webhook_delivery d where d.endpoint_id = e.id) as deliveries
                          from webhook_endpoint e where e.tenant = ?
                        """,
                        side.tenant));
    }
}
