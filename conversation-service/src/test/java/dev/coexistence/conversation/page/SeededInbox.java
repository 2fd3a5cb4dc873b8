package dev.coexistence.conversation.page;

import dev.coexistence.conversation.contact.CanonicalPhone;
import dev.coexistence.conversation.fact.Fact;
import dev.coexistence.conversation.fact.Fact.ConnectionRecorded;
import dev.coexistence.conversation.fact.Fact.HoldRecorded;
import dev.coexistence.conversation.fact.Fact.MessageRecorded;
import dev.coexistence.conversation.fact.Fact.NumberFace;
import dev.coexistence.conversation.fact.Fact.NumberHealth;
import dev.coexistence.conversation.fact.Fact.PeerSeen;
import dev.coexistence.conversation.hold.SendingHold;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.message.Peer;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.TokenCipher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page's real read model, seeded through the projector, and the dispatcher behind the composer:
 * what it takes becomes a message at once.
 */
final class SeededInbox {
    private static final String GROUP = "Y2FwaV9ncm91cDo";

    /** A picture of one grey point. */
    private static final byte[] PICTURE =
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOor6//DwAFfwKAjJVsrQAAAABJRU5ErkJggg==");

    private final ProjectedDatabase database;
    private final TokenCipher cipher;
    private final InstantSource time;
    private final AtomicLong ids = new AtomicLong(1000);
    private final Map<Long, Peer> peers = new ConcurrentHashMap<>();
    private final Map<Long, String> numberOf = new ConcurrentHashMap<>();
    private final Map<String, ConnectionRecorded> numbers = new ConcurrentHashMap<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> receipts = new CopyOnWriteArrayList<>();
    private final List<String> priorities = new CopyOnWriteArrayList<>();
    private volatile boolean dispatcherAway;

    SeededInbox(ProjectedDatabase database, TokenCipher cipher, InstantSource time) {
        this.database = database;
        this.cipher = cipher;
        this.time = time;
    }

    ProjectedDatabase database() {
        return database;
    }

    void clear() {
        database.clear();
        database.jdbc().execute("truncate webhook_endpoint cascade");
        peers.clear();
        numberOf.clear();
        numbers.clear();
        keys.clear();
        receipts.clear();
        priorities.clear();
        dispatcherAway = false;
    }

    Instant ago(Duration passed) {
        return time.instant().minus(passed);
    }

    void number(String id, String name, String state, String mode) {
        record(
                new ConnectionRecorded(
                        id,
                        "c-" + id,
                        1,
                        ids.incrementAndGet(),
                        state,
                        mode,
                        mode.equals("COEXISTENCE") ? 20 : 80,
                        "default",
                        new NumberFace(
                                "+1 555-010-0" + id.substring(id.length() - 3),
                                name,
                                "2000" + id,
                                "US",
                                "seven-io",
                                List.of(),
                                cipher.encrypt(id, "token-of-" + id)),
                        new NumberHealth(
                                null, null, false, time.instant(), "ECHO", time.instant())));
    }

    /** A new version of the number's connection, which open pages are told of. */
    void changeConnection(String id) {
        ConnectionRecorded known = numbers.get(id);
        if (known == null) {
            throw new IllegalStateException("No number " + id);
        }
        record(
                new ConnectionRecorded(
                        id,
                        known.connectionId(),
                        known.epoch(),
                        ids.incrementAndGet(),
                        known.state(),
                        known.mode(),
                        known.budgetPerSecond(),
                        known.tenant(),
                        known.face(),
                        known.health()));
    }

    private void record(ConnectionRecorded connection) {
        numbers.put(connection.phoneNumberId(), connection);
        database.projectFacts(List.of(List.of(connection)));
    }

    long conversation(String number, @Nullable String name, @Nullable String phone) {
        String bsuid = phone == null ? "US.test" + ids.incrementAndGet() : null;
        return contact(
                number, new Peer(CanonicalPhone.normalize(phone), bsuid, null, null, null, name));
    }

    long group(String number) {
        return contact(number, new Peer(null, null, null, null, GROUP, null));
    }

    private long contact(String number, Peer peer) {
        Instant now = time.instant();
        database.projectFacts(
                List.of(List.of(new PeerSeen(number, peer, Instant.EPOCH, now, null))));
        Long id =
                database.jdbc()
                        .queryForObject(
                                "select max(contact_id) from contact_alias where phone_number_id = ? and value = ?",
                                Long.class,
                                number,
                                peer.phone() != null
                                        ? peer.phone()
                                        : peer.bsuid() != null ? peer.bsuid() : peer.group());
        if (id == null) {
            throw new IllegalStateException("No contact was made of " + peer);
        }
        peers.put(id, peer);
        numberOf.put(id, number);
        return id;
    }

    MessageBuilder from(long conversation, String sender) {
        return new MessageBuilder(
                Long.toString(ids.incrementAndGet()),
                conversation,
                numberOf.getOrDefault(conversation, ""),
                sender,
                time.instant());
    }

    /** Projects a message, and the media that it has. */
    void say(MessageBuilder builder) {
        long conversation = builder.conversation();
        Peer peer = peers.getOrDefault(conversation, Peer.NOBODY);
        project(builder.number(), builder.state(peer));
        String media = builder.mediaState();
        if (media != null) {
            long id = idOf(builder);
            if (media.equals("STORED")) {
                store(id);
            }
            database.jdbc()
                    .update(
                            "update media set state = ?, size_bytes = ? where message_id = ?",
                            media,
                            PICTURE.length,
                            id);
        }
    }

    private static void store(long message) {
        Path file = PageFixture.MEDIA.resolve(message % 1024 + "/" + message);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, PICTURE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id that the projector gave the message. */
    long idOf(MessageBuilder builder) {
        Long id =
                database.jdbc()
                        .queryForObject(
                                "select id from message where phone_number_id = ? and wamid = ?",
                                Long.class,
                                builder.number(),
                                builder.wamid());
        if (id == null) {
            throw new IllegalStateException("No message " + builder.wamid());
        }
        return id;
    }

    /** Marks a conversation as read up to the customer's newest message. */
    void read(long conversation) {
        String wamid =
                database.jdbc()
                        .queryForObject(
                                "select m.wamid from conversation c join message m on m.id = c.in_message_id"
                                        + " where c.id = ?",
                                String.class,
                                conversation);
        project(
                numberOf.getOrDefault(conversation, ""),
                MessageState.ofWamid(String.valueOf(wamid)).withReadMark());
    }

    private void project(String number, MessageState state) {
        List<Fact> facts = List.of(new MessageRecorded(number, state));
        database.projectFacts(List.of(facts));
    }

    void dispatcherAway(boolean away) {
        dispatcherAway = away;
    }

    /** The idempotency keys that came, repeated ones too. */
    List<String> keys() {
        return keys;
    }

    /** Meta's ids of the messages that were told to be read. */
    List<String> receipts() {
        return receipts;
    }

    /** The priorities of the messages that came. */
    List<String> priorities() {
        return priorities;
    }

    /** Messages of a conversation that nobody has seen. */
    int unread(long conversation) {
        Integer unread =
                database.jdbc()
                        .queryForObject(
                                "select unread from conversation where id = ?",
                                Integer.class,
                                conversation);
        return unread == null ? -1 : unread;
    }

    /** Meta takes nothing of a number, or does again. */
    void hold(String number, @Nullable String reason) {
        Instant now = time.instant();
        database.projectFacts(
                List.of(
                        List.of(
                                new HoldRecorded(
                                        number,
                                        new SendingHold(
                                                ids.incrementAndGet(),
                                                reason == null ? "RELEASED" : "HELD",
                                                reason == null ? "PAYMENT" : reason,
                                                now,
                                                "TIME",
                                                131042,
                                                null,
                                                "Business eligibility payment issue",
                                                null,
                                                now.plusSeconds(60),
                                                1,
                                                2,
                                                "Mend the payment method at Meta.")))));
    }

    /** The dispatcher's {@code POST /v1/messages}. */
    FakeServices.Reply dispatch(String key, byte[] body) {
        if (dispatcherAway) {
            return new FakeServices.Reply(503, "{}");
        }
        JsonNode command = JsonMapper.shared().readTree(new String(body, StandardCharsets.UTF_8));
        if (command.path("message").path("status").asString("").equals("read")) {
            receipts.add(command.at("/message/message_id").asString(""));
            return new FakeServices.Reply(202, "{}");
        }
        priorities.add(command.path("priority").asString(""));
        boolean again = keys.contains(key);
        keys.add(key);
        if (!again) {
            say(
                    content(from(recipient(command), "API"), command)
                            .repliesTo(command.path("repliesTo").asString(null))
                            .command(key)
                            .status("sent"));
        }
        return new FakeServices.Reply(202, "{}");
    }

    private static MessageBuilder content(MessageBuilder message, JsonNode command) {
        JsonNode template = command.path("template");
        if (!template.isObject()) {
            return message.text(command.at("/text/body").asString(""));
        }
        List<String> parameters =
                template.at("/components/0/parameters")
                        .valueStream()
                        .map(parameter -> parameter.path("text").asString(""))
                        .toList();
        String name = template.path("name").asString("");
        return message.type("template")
                .text(parameters.isEmpty() ? name : name + ": " + String.join(" | ", parameters));
    }

    private long recipient(JsonNode command) {
        String phone = command.path("to").asString("").replaceAll("\\D", "");
        String bsuid = command.path("recipient").asString("");
        return peers.entrySet().stream()
                .filter(entry ->
                        phone.equals(entry.getValue().phone())
                                || bsuid.equals(entry.getValue().bsuid()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() ->
                        conversation(
                                command.path("phoneNumberId").asString(""), null, "+" + phone));
    }
}
