package dev.coexistence.local.story;

import dev.coexistence.local.story.client.ConversationClient.Said;
import dev.coexistence.local.story.client.JsonHttpClient;
import dev.coexistence.local.story.client.LiveEvents;
import dev.coexistence.local.story.client.PollingWait;
import dev.coexistence.local.story.client.StoryClients;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.TextContent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Customer, owner and two programs speak in one thread. */
final class ConversationChapter implements StoryChapter {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final StoryClients clients;

    ConversationChapter(StoryClients clients) {
        this.clients = clients;
    }

    @Override
    public String title() {
        return "Customer, owner and programs speak in one thread";
    }

    @Override
    public void tell(StoryCast cast, StoryChecks checks) {
        var events =
                clients.system()
                        .at()
                        .conversation()
                        .resolve("/v1/events?phoneNumberId=" + cast.shared().phoneNumberId());
        try (var live = LiveEvents.open(events, clients.token())) {
            tell(cast, live, checks);
        }
    }

    private void tell(StoryCast cast, LiveEvents live, StoryChecks checks) {
        String number = cast.shared().phoneNumberId();
        String question = cast.says("Are you open on Sunday?");
        String asked =
                clients.simulator()
                        .customerWrites(number, cast.customer(), StoryCast.CUSTOMER_NAME, question);
        String thread =
                PollingWait.await(
                                PATIENCE,
                                () -> clients.conversations().first(number, cast.customer()),
                                java.util.Optional::isPresent)
                        .orElse("");
        checks.holds(
                "The customer's message opens a conversation", !thread.isEmpty(), "one", "none");
        checkMessage(checks, thread, "the customer's message", hasWamid(asked), "CUSTOMER", "");

        checks.holds(
                "It is told live, as it happens",
                PollingWait.await(PATIENCE, () -> live.told(asked), told -> told),
                "an event with it",
                "none");

        String answer = cast.says("Yes, from ten");
        String answered = clients.simulator().ownerWrites(number, cast.customer(), answer);
        checkMessage(
                checks, thread, "the owner's answer from the app", hasWamid(answered), "APP", "");

        String byHttp = cast.says("Your table is booked");
        String httpCommand = "story-http-" + cast.run();
        send(cast, checks, httpCommand, byHttp);
        checkMessage(
                checks,
                thread,
                "the program's message by HTTP",
                hasCommand(httpCommand),
                "API",
                "delivered");

        String byKafka = cast.says("Reminder: today at ten");
        String kafkaCommand = "story-kafka-" + cast.run();
        clients.log()
                .publish(
                        Topics.SEND_COMMANDS,
                        number,
                        List.of(text(number, kafkaCommand, cast.customer(), byKafka)));
        Said reminder =
                checkMessage(
                        checks,
                        thread,
                        "the program's message by Kafka",
                        hasCommand(kafkaCommand),
                        "API",
                        "delivered");
        clients.simulator().customerReads(number, reminder.wamid());
        checkMessage(
                checks,
                thread,
                "the same once the customer has read it",
                hasCommand(kafkaCommand),
                "API",
                "read");

        read(cast, thread, checks);
        checks.equal(
                "Nothing else stands in the thread",
                5,
                clients.conversations().thread(thread).size());
        checks.equal(
                "All of it is one conversation",
                1,
                clients.conversations().idsWith(number, cast.customer()).size());
        new PageCheck(clients).look(thread, clients.conversations().thread(thread), checks);
    }

    /** Twice over, as two people would who look at the same thread. */
    private void read(StoryCast cast, String thread, StoryChecks checks) {
        String number = cast.shared().phoneNumberId();
        String thanks =
                clients.simulator()
                        .customerWrites(
                                number,
                                cast.customer(),
                                StoryCast.CUSTOMER_NAME,
                                cast.says("Thank you"));
        PollingWait.await(PATIENCE, () -> clients.conversations().unread(thread), one -> one == 1);
        clients.conversations().markAsRead(thread);
        clients.conversations().markAsRead(thread);
        PollingWait.await(
                PATIENCE, () -> clients.conversations().unread(thread), none -> none == 0);
        checks.equal(
                "A conversation marked as read is read at Meta, once",
                List.of(thanks),
                clients.simulator().businessReads(number));
    }

    private void send(StoryCast cast, StoryChecks checks, String command, String body) {
        var url = clients.system().at().dispatch().resolve("/v1/messages");
        var message =
                Map.of(
                        "phoneNumberId",
                        cast.shared().phoneNumberId(),
                        "to",
                        cast.customer(),
                        "text",
                        Map.of("body", body),
                        "reference",
                        "story");
        var headers = Map.of("Idempotency-Key", command);
        JsonHttpClient.Answer first = clients.web().post(url, message, headers);
        JsonHttpClient.Answer second = clients.web().post(url, message, headers);
        checks.equal("A program's command by HTTP is taken", 202, first.status());
        checks.equal(
                "The same key again is the same command",
                command + " " + command,
                first.json().path("commandId").asString("")
                        + " "
                        + second.json().path("commandId").asString(""));
    }

    private Said checkMessage(
            StoryChecks checks,
            String thread,
            String what,
            Predicate<Said> which,
            String sender,
            String status) {
        var nothing = new Said("", "", "nobody", "", "");
        Said said =
                PollingWait.await(
                        PATIENCE,
                        () ->
                                clients.conversations().thread(thread).stream()
                                        .filter(which)
                                        .findFirst()
                                        .orElse(nothing),
                        one -> one.sender().equals(sender) && one.status().contains(status));
        String expected = "sent by " + sender + (status.isEmpty() ? "" : ", " + status);
        checks.holds(
                "In the thread: " + what + ", " + expected,
                said.sender().equals(sender) && said.status().contains(status),
                expected,
                "sent by " + said.sender() + ", " + said.status());
        return said;
    }

    static SendCommand text(String number, String command, String to, String body) {
        return SendCommand.newBuilder()
                .setCommandId(command)
                .setPhoneNumberId(number)
                .setTo(to)
                .setText(TextContent.newBuilder().setBody(body).build())
                .setReference("story")
                .build();
    }

    private static Predicate<Said> hasWamid(String wamid) {
        return said -> said.wamid().equals(wamid);
    }

    private static Predicate<Said> hasCommand(String command) {
        return said -> said.commandId().equals(command);
    }
}
