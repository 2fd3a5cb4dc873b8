package dev.coexistence.conversation.api;

import static dev.coexistence.conversation.projection.Events.both;
import static dev.coexistence.conversation.projection.Events.echo;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.inboundOf;
import static dev.coexistence.conversation.projection.Events.phone;
import static dev.coexistence.conversation.projection.Events.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.access.Role;
import dev.coexistence.access.Scope;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.live.ChangeNotice;
import dev.coexistence.conversation.live.ChangeNotice.Kind;
import dev.coexistence.conversation.projection.TenantStory;
import dev.coexistence.conversation.webhook.Receiver;
import dev.coexistence.conversation.webhook.Receiver.Received;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.MetaError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Webhooks of every kind about messages of every shape, to an endpoint whose maker may see phone
 * numbers and to one whose maker may not: made over HTTP, sent over HTTP.
 */
class MaskedWebhooksIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final TenantStory STORY = new TenantStory("north", "900000000000731", "155501");
    private static final String NUMBER = STORY.number();
    private static final Identity ANA = phone("15553010001");
    private static final Identity BEN = both("15553010002", "US.ben");

    /** Digits of every contact, however they are grouped or wrapped. */
    private static final Pattern DIGITS = Pattern.compile("1?5553010\\d{3}");

    private static final TestIssuer ISSUER = TestIssuer.start();
    private static final Receiver RECEIVER = receiver();
    private static final RunningConversation SERVICE =
            RunningConversation.startClosed(ISSUER, Map.of("webhooks.in-flight", "64"));
    private static final Set<Kind> OFFERED =
            EnumSet.complementOf(EnumSet.of(Kind.MESSAGE_UPDATED, Kind.CONTACT_ERASED));

    @BeforeAll
    static void tell() throws Exception {
        SERVICE.publish(NUMBER, List.of(STORY.connection(1)));
        SERVICE.publish(NUMBER, shapes());
        var database = SERVICE.bean(JdbcTemplate.class);
        await().atMost(PATIENCE)
                .until(() ->
                        !database.queryForList("select 1 from message where wamid = 'last'")
                                .isEmpty());
        make("/whole", ISSUER.person("north", Role.OWNER));
        make("/masked", ISSUER.program("north", Scope.WEBHOOKS_MANAGE, Scope.THREADS_READ));
        await().atMost(PATIENCE)
                .until(() -> !database.queryForList("select 1 from webhook_place").isEmpty());
        var feed = SERVICE.bean(ChangeFeed.class);
        int events = 0;
        for (long[] row : messages(database)) {
            for (Kind kind : OFFERED) {
                feed.publish(new ChangeNotice(kind, NUMBER, row[1], row[0]), Instant.EPOCH);
                events++;
            }
        }
        int expected = events;
        await().atMost(PATIENCE)
                .until(() ->
                        RECEIVER.at("/whole").size() >= expected
                                && RECEIVER.at("/masked").size() >= expected);
    }

    @AfterAll
    static void close() {
        SERVICE.close();
        RECEIVER.close();
        ISSUER.close();
    }

    @Test
    void whoMayNotSeePhoneNumbersIsToldOfNoneInAnyKindOfEvent() {
        List<Received> masked = RECEIVER.at("/masked");

        assertThat(kinds(masked)).containsAll(words());
        for (Received one : masked) {
            for (String text : texts(JSON.readTree(one.body()))) {
                assertThat(named(text)).as("%s in %s", text, one.body()).isFalse();
            }
        }
        assertThat(masked).anyMatch(one -> one.body().contains("+*******01"));
        assertThat(masked).noneMatch(one -> one.body().contains("\"json\""));
    }

    @Test
    void whoMaySeeThemIsToldOfThemInEveryKindOfEvent() {
        List<Received> whole = RECEIVER.at("/whole");

        assertThat(kinds(whole)).containsAll(words());
        for (String kind : words()) {
            assertThat(whole)
                    .filteredOn(one -> one.body().startsWith("{\"type\":\"" + kind + "\""))
                    .as(kind)
                    .anyMatch(one ->
                            texts(JSON.readTree(one.body())).stream()
                                    .anyMatch(MaskedWebhooksIT::named));
        }
        assertThat(whole).noneMatch(one -> one.body().contains("+*******"));
    }

    /** Messages that name a contact in every place where a message can. */
    private static List<SpecificRecord> shapes() {
        String ana = wamid("15553010001", "a");
        var all = new ArrayList<SpecificRecord>();
        all.add(inbound(NUMBER, ana, ANA, "good morning", 1));
        all.add(
                InboundMessage.newBuilder(
                                inbound(NUMBER, wamid("15553010001", "b"), ANA, "as I said", 2))
                        .setRepliesTo(ana)
                        .build());
        all.add(
                shape(
                        "contacts",
                        3,
                        "{'type':'contacts','contacts':[{'name':{'formatted_name':'+1 555-301-0003'},"
                                + "'phones':[{'phone':'+1 (555) 301-0003','wa_id':'15553010003'}]}]}",
                        "+1 (555) 301-0003"));
        all.add(
                shape(
                        "system",
                        4,
                        "{'type':'system','system':{'type':'user_changed_number','wa_id':'15553010001',"
                                + "'body':'Ana changed from 15553010009 to 15553010001'}}",
                        "Ana changed from 15553010009 to 15553010001"));
        all.add(
                shape(
                        "poll_vote",
                        5,
                        "{'type':'poll_vote','poll_vote':{'voter':'15553010001','deep':[{'er':'+1 555 301 0001'}]}}",
                        null));
        all.add(
                shape(
                        "unsupported",
                        6,
                        "{'type':'unsupported','errors':[{'code':131051,'title':'Not of 15553010001',"
                                + "'error_data':{'details':'From +1 555 301 0001 it is not supported'}}]}",
                        null));
        all.add(
                shape(
                        "reaction",
                        7,
                        "{'type':'reaction','reaction':{'message_id':'" + ana + "','emoji':'x'}}",
                        null));
        all.add(
                InboundMessage.newBuilder(
                                inbound(NUMBER, wamid("15553010002", "g"), BEN, "hi all", 8))
                        .setGroupId("group-1")
                        .build());
        all.add(
                InboundMessage.newBuilder(
                                inboundOf(NUMBER, "g2", ANA, "reaction", 9)
                                        .setTargets(wamid("15553010002", "g"))
                                        .setJson(
                                                "{\"type\":\"reaction\",\"reaction\":{\"message_id\":\"g\",\"emoji\":\"x\"}}")
                                        .build())
                        .setGroupId("group-1")
                        .build());
        all.add(echo(NUMBER, wamid("15553010001", "e"), ANA, "until six", 10));
        all.add(
                status(NUMBER, wamid("15553010001", "e"), "failed", ANA, 11)
                        .setError(
                                MetaError.newBuilder()
                                        .setCode(131026)
                                        .setTitle("Undeliverable to 15553010001")
                                        .setDetails("The number +1 555 301 0001 has no WhatsApp")
                                        .build())
                        .build());
        all.add(inbound(NUMBER, "last", ANA, "and out", 12));
        return all;
    }

    private static InboundMessage shape(
            String type,
            int second,
            String json,
            @org.jspecify.annotations.Nullable String preview) {
        return inboundOf(NUMBER, wamid("15553010001", type), ANA, type, second)
                .setPreview(preview)
                .setJson(json.replace('\'', '"'))
                .build();
    }

    /** As Meta makes them: the contact's number stands in it, in Base64. */
    private static String wamid(String phone, String salt) {
        return "wamid."
                + Base64.getEncoder()
                        .encodeToString(
                                ("\u001c\u0018\u000b" + phone + "\u0015\u0002" + salt)
                                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean named(String text) {
        return DIGITS.matcher(text.replaceAll("[ ()+./-]", "")).find()
                || (text.startsWith("wamid.")
                        && !text.startsWith("wamid.masked.")
                        && DIGITS.matcher(
                                        new String(
                                                Base64.getDecoder().decode(text.substring(6)),
                                                StandardCharsets.ISO_8859_1))
                                .find());
    }

    private static Stream<JsonNode> nodes(JsonNode node) {
        return Stream.concat(Stream.of(node), node.valueStream().flatMap(MaskedWebhooksIT::nodes));
    }

    private static List<String> texts(JsonNode body) {
        return nodes(body).filter(JsonNode::isString).map(node -> node.asString("")).toList();
    }

    private static List<String> words() {
        return OFFERED.stream().map(Kind::word).toList();
    }

    private static Set<String> kinds(List<Received> all) {
        return all.stream()
                .map(one -> JSON.readTree(one.body()).path("type").asString(""))
                .collect(Collectors.toSet());
    }

    private static List<long[]> messages(JdbcTemplate database) {
        return database.query(
                "select id, conversation_id from message where phone_number_id = ?"
                        + " and conversation_id is not null order by id",
                (row, _) -> new long[] {row.getLong(1), row.getLong(2)},
                NUMBER);
    }

    private static void make(String path, String bearer) {
        try (var caller = new CallerClient(SERVICE.url(), bearer)) {
            assertThat(
                            caller.ask(
                                            "POST",
                                            "/v1/webhook-endpoints",
                                            "{\"url\":\""
                                                    + RECEIVER.url(path)
                                                    + "\",\"includeJson\":true}")
                                    .status())
                    .isEqualTo(201);
        }
    }

    private static Receiver receiver() {
        try {
            return new Receiver();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
