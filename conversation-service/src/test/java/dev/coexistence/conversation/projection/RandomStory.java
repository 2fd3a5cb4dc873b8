package dev.coexistence.conversation.projection;

import static dev.coexistence.conversation.projection.Events.at;
import static dev.coexistence.conversation.projection.Events.status;

import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.ContactChange;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.EchoSender;
import dev.coexistence.schemas.events.HistoryMessage;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.RawPointer;
import dev.coexistence.schemas.events.SendOutcomeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.avro.specific.SpecificRecord;

/**
 * A random but possible life of one number: customers under changing names, the owner's phone, a
 * program, statuses, edits, revokes, reactions, ghosts, several messages of one second in one
 * webhook, changes of one second, an import that overlaps and whose late media name the wrong side,
 * an address book, Meta's agent, wishes, customers who take each other's numbers, and webhooks that
 * come again.
 */
public final class RandomStory {
    /** Customers who keep their number; those after them do not. */
    private static final int SETTLED = 3;

    private static final int MOVERS = 3;

    private final RandomGenerator random;
    private final String number;
    private final Movers movers;
    private final List<SpecificRecord> events = new ArrayList<>();
    private int second;
    private int ids;

    private RandomStory(RandomGenerator random, String number) {
        this.random = random;
        this.number = number;
        this.movers = new Movers(random, number, MOVERS);
    }

    public static List<SpecificRecord> of(RandomGenerator random, String number, int steps) {
        var story = new RandomStory(random, number);
        for (int i = 0; i < steps; i++) {
            story.step();
        }
        story.repeat();
        return story.events;
    }

    private void step() {
        second += 1 + random.nextInt(90);
        int customer = random.nextInt(SETTLED + MOVERS);
        switch (random.nextInt(9)) {
            case 0, 1 -> inbound(customer);
            case 2 -> echo(customer);
            case 3, 4 -> sent(customer);
            case 5 -> imported(random.nextInt(SETTLED));
            case 6 ->
                    events.add(
                            Events.contact(
                                    number,
                                    who(customer),
                                    "Name " + random.nextInt(3),
                                    random.nextInt(4) == 0,
                                    second));
            case 7 -> told(customer);
            default -> moves(customer);
        }
    }

    /** What comes of people outside of messages. */
    private void told(int customer) {
        if (random.nextInt(3) == 0) {
            events.add(
                    Events.account(
                                    number,
                                    "messaging_handovers",
                                    who(customer),
                                    "{\"control_passed\":{\"new_owner_role\":\"ai_agent\"}}",
                                    second)
                            .build());
            return;
        }
        Identity who = who(customer);
        for (int i = random.nextInt(3); i >= 0; i--) {
            AccountEvent wish =
                    Events.preference(
                            number, who, random.nextBoolean() ? "stop" : "resume", second);
            events.add(
                    AccountEvent.newBuilder(wish)
                            .setReceivedAt(at(second).plusMillis(100 + random.nextInt(500)))
                            .build());
        }
    }

    /** Meta sends some webhooks again, later. */
    private void repeat() {
        for (SpecificRecord event : List.copyOf(events)) {
            if (random.nextInt(4) > 0) {
                continue;
            }
            int later = 1 + random.nextInt(30);
            switch (event) {
                case InboundMessage m ->
                        events.add(
                                InboundMessage.newBuilder(m)
                                        .setReceivedAt(m.getReceivedAt().plusSeconds(later))
                                        .build());
                case EchoMessage m ->
                        events.add(
                                EchoMessage.newBuilder(m)
                                        .setReceivedAt(m.getReceivedAt().plusSeconds(later))
                                        .build());
                case ContactChange c ->
                        events.add(
                                ContactChange.newBuilder(c)
                                        .setReceivedAt(c.getReceivedAt().plusSeconds(later))
                                        .build());
                case AccountEvent a ->
                        events.add(
                                AccountEvent.newBuilder(a)
                                        .setReceivedAt(a.getReceivedAt().plusSeconds(later))
                                        .build());
                default -> {}
            }
        }
    }

    private void inbound(int customer) {
        String wamid = wamid("in");
        Identity from = who(customer);
        var message =
                InboundMessage.newBuilder(
                                Events.inbound(number, wamid, from, "text " + wamid, second))
                        .setField(random.nextInt(4) == 0 ? "standby" : "messages")
                        .build();
        if (random.nextInt(4) == 0) {
            events.add(
                    Events.inboundOf(number, wamid, from, "unsupported", second)
                            .setPlaceholder(true)
                            .build());
            if (random.nextInt(3) == 0) {
                return;
            }
        }
        events.add(message);
        if (random.nextInt(3) == 0) {
            seen(wamid, from);
        }
        for (int place = random.nextInt(3); place > 0; place--) {
            events.add(companion(message, customer, place));
        }
        if (random.nextInt(4) == 0) {
            events.add(Events.imported(number, wamid, false, from, "text " + wamid, second));
        }
        changes((type, own, json) ->
                events.add(
                        Events.inboundOf(number, own, from, type, second)
                                .setTargets(wamid)
                                .setReceivedAt(at(second).plusMillis(random.nextInt(900)))
                                .setPreview("edit".equals(type) ? "edited " + own : null)
                                .setJson(json)
                                .build()));
    }

    /** Somebody of the business marks it as read; Meta may make of that what it likes. */
    private void seen(String wamid, Identity of) {
        var outcomes = SendOutcomeKind.values();
        events.add(
                Events.result(
                                number,
                                wamid("read"),
                                outcomes[random.nextInt(outcomes.length - 1)],
                                of,
                                second + random.nextInt(9))
                        .setType("read")
                        .setTerminal(true)
                        .setMessageJson("{\"status\":\"read\",\"message_id\":\"" + wamid + "\"}")
                        .build());
    }

    /** Another message of the same second, further down in the same webhook. */
    private InboundMessage companion(InboundMessage first, int customer, int place) {
        String wamid = wamid("in");
        return Events.inboundOf(number, wamid, who(customer), "text", second)
                .setPreview("text " + wamid)
                .setReceivedAt(first.getReceivedAt())
                .setRaw(
                        new RawPointer(
                                0, (long) second, "/entry/0/changes/0/value/messages/" + place))
                .build();
    }

    private void echo(int customer) {
        String wamid = wamid("echo");
        Identity to = who(customer);
        events.add(
                EchoMessage.newBuilder(Events.echo(number, wamid, to, "text " + wamid, second))
                        .setSender(random.nextInt(3) == 0 ? EchoSender.META_AGENT : EchoSender.APP)
                        .build());
        statuses(wamid, null, to);
        if (random.nextInt(3) == 0) {
            events.add(Events.imported(number, wamid, true, to, "text " + wamid, second));
        }
        changes((type, own, json) ->
                events.add(
                        Events.echoOf(number, own, to, type, second)
                                .setTargets(wamid)
                                .setReceivedAt(at(second).plusMillis(random.nextInt(900)))
                                .setPreview("edit".equals(type) ? "edited " + own : null)
                                .setJson(json)
                                .build()));
    }

    private void sent(int customer) {
        String command = wamid("command");
        Identity to = who(customer);
        events.add(Events.result(number, command, SendOutcomeKind.QUEUED, to, second).build());
        switch (random.nextInt(6)) {
            case 0 ->
                    events.add(
                            Events.result(number, command, SendOutcomeKind.EXPIRED, to, second)
                                    .build());
            case 1 -> {
                events.add(
                        Events.result(number, command, SendOutcomeKind.UNKNOWN, to, second)
                                .setReason("NO_ANSWER")
                                .build());
                statuses(wamid("first"), command, to);
                if (random.nextBoolean()) {
                    accepted(command, to);
                }
            }
            default -> accepted(command, to);
        }
    }

    private void accepted(String command, Identity to) {
        String wamid = wamid("api");
        events.add(
                Events.result(number, command, SendOutcomeKind.ACCEPTED, to, second)
                        .setWamid(wamid)
                        .build());
        statuses(wamid, random.nextBoolean() ? command : null, to);
        if (random.nextInt(4) == 0) {
            events.add(Events.echo(number, wamid, to, "text of " + command, second + 1));
        }
    }

    private void imported(int customer) {
        String wamid = wamid("old");
        boolean own = random.nextBoolean();
        Identity peer = who(customer);
        int then = second - 1_000;
        Identity named = random.nextBoolean() ? peer : Identity.newBuilder().build();
        HistoryMessage media =
                Events.historyOf(wamid, own == random.nextBoolean(), named, "image", then)
                        .setMediaDetail(true)
                        .setMediaId("media" + wamid)
                        .setMimeType("image/jpeg")
                        .build();
        if (random.nextBoolean()) {
            events.add(Events.history(number, media));
            events.add(
                    Events.history(
                            number,
                            Events.historyOf(wamid, own, peer, "media_placeholder", then)
                                    .setPlaceholder(true)
                                    .build()));
        } else {
            events.add(Events.imported(number, wamid, own, peer, "old " + wamid, then));
        }
        events.add(Events.progress(number, random.nextInt(3), random.nextInt(4), 50));
    }

    /** Now and then the next one takes in the same second what the first has left. */
    private void moves(int customer) {
        if (customer < SETTLED) {
            inbound(customer);
            return;
        }
        int mover = customer - SETTLED;
        if (random.nextInt(5) == 0) {
            events.add(
                    random.nextBoolean()
                            ? movers.rename(mover, wamid("system"), second)
                            : movers.update(mover, second));
            return;
        }
        events.add(movers.move(mover, wamid("system"), second));
        if (random.nextInt(3) == 0) {
            events.add(movers.move((mover + 1) % MOVERS, wamid("system"), second));
        }
    }

    private void statuses(
            String wamid, @org.jspecify.annotations.Nullable String command, Identity to) {
        for (String word : List.of("sent", "delivered", "read", "failed")) {
            if (random.nextInt(3) > 0) {
                var event = status(number, wamid, word, to, second + 1 + random.nextInt(20));
                if (command != null) {
                    event.setCallbackData(command);
                }
                if ("sent".equals(word)) {
                    event.setPricingCategory("service").setPricingType("regular");
                }
                events.add(event.build());
            }
        }
    }

    private interface Changing {
        void change(String type, String wamid, String json);
    }

    private void changes(Changing how) {
        for (int i = random.nextInt(3); i > 0; i--) {
            second += random.nextInt(2);
            switch (random.nextInt(4)) {
                case 0 -> how.change("edit", wamid("edit"), "{\"type\":\"edit\"}");
                case 1 -> how.change("revoke", wamid("revoke"), "{\"type\":\"revoke\"}");
                default ->
                        how.change(
                                "reaction",
                                wamid("reaction"),
                                "{\"type\":\"reaction\",\"reaction\":{\"emoji\":\"e"
                                        + random.nextInt(3)
                                        + "\"}}");
            }
        }
    }

    /** One of a customer's names; never one that is somebody else's. */
    private Identity who(int customer) {
        if (customer >= SETTLED) {
            return movers.name(customer - SETTLED);
        }
        var identity = Identity.newBuilder();
        int names = 1 + random.nextInt(15);
        if ((names & 1) != 0) {
            identity.setPhone(
                    customer == 0
                            ? (random.nextBoolean() ? "551181230000" : "5511981230000")
                            : "1555010000" + customer);
        }
        if ((names & 2) != 0) {
            identity.setBsuid("US." + customer);
        }
        if ((names & 4) != 0) {
            identity.setParentBsuid("US.ENT." + customer);
        }
        if ((names & 8) != 0) {
            identity.setUsername("user" + customer);
        }
        if (random.nextBoolean()) {
            identity.setProfileName("Profile " + customer + random.nextInt(2));
        }
        return identity.build();
    }

    private String wamid(String kind) {
        return kind + ids++ + "@" + at(second).getEpochSecond() % 1000;
    }
}
