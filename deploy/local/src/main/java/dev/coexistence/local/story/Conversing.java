package dev.coexistence.local.story;

import dev.coexistence.local.story.Conversations.Said;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.TextContent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Customer, owner and two programs speak in one thread. */
final class Conversing implements Chapter {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Stage stage;

    Conversing(Stage stage) {
        this.stage = stage;
    }

    @Override
    public String title() {
        return "Customer, owner and programs speak in one thread";
    }

    @Override
    public void tell(Cast cast, Checks checks) {
        var events =
                stage.world()
                        .at()
                        .conversation()
                        .resolve("/v1/events?phoneNumberId=" + cast.shared().phoneNumberId());
        try (var live = LiveEvents.open(events)) {
            tell(cast, live, checks);
        }
    }

    private void tell(Cast cast, LiveEvents live, Checks checks) {
        String number = cast.shared().phoneNumberId();
        String question = cast.says("Are you open on Sunday?");
        String asked =
                stage.simulator()
                        .customerWrites(number, cast.customer(), Cast.CUSTOMER_NAME, question);
        String thread =
                Patience.until(
                                PATIENCE,
                                () -> stage.conversations().first(number, cast.customer()),
                                java.util.Optional::isPresent)
                        .orElse("");
        checks.that(
                "The customer's message opens a conversation", !thread.isEmpty(), "one", "none");
        seen(checks, thread, "the customer's message", by(asked), "CUSTOMER", "");

        checks.that(
                "It is told live, as it happens",
                Patience.until(PATIENCE, () -> live.told(asked), told -> told),
                "an event with it",
                "none");

        String answer = cast.says("Yes, from ten");
        String answered = stage.simulator().ownerWrites(number, cast.customer(), answer);
        seen(checks, thread, "the owner's answer from the app", by(answered), "APP", "");

        String byHttp = cast.says("Your table is booked");
        String httpCommand = "story-http-" + cast.run();
        send(cast, checks, httpCommand, byHttp);
        seen(checks, thread, "the program's message by HTTP", of(httpCommand), "API", "delivered");

        String byKafka = cast.says("Reminder: today at ten");
        String kafkaCommand = "story-kafka-" + cast.run();
        stage.log()
                .publish(
                        Topics.SEND_COMMANDS,
                        number,
                        List.of(text(number, kafkaCommand, cast.customer(), byKafka)));
        Said reminder =
                seen(
                        checks,
                        thread,
                        "the program's message by Kafka",
                        of(kafkaCommand),
                        "API",
                        "delivered");
        stage.simulator().customerReads(number, reminder.wamid());
        seen(
                checks,
                thread,
                "the same once the customer has read it",
                of(kafkaCommand),
                "API",
                "read");

        read(cast, thread, checks);
        checks.equal(
                "Nothing else stands in the thread",
                5,
                stage.conversations().thread(thread).size());
        checks.equal(
                "All of it is one conversation",
                1,
                stage.conversations().with(number, cast.customer()).size());
        new PageCheck(stage).look(thread, stage.conversations().thread(thread), checks);
    }

    /** Twice over, as two people would who look at the same thread. */
    private void read(Cast cast, String thread, Checks checks) {
        String number = cast.shared().phoneNumberId();
        String thanks =
                stage.simulator()
                        .customerWrites(
                                number,
                                cast.customer(),
                                Cast.CUSTOMER_NAME,
                                cast.says("Thank you"));
        Patience.until(PATIENCE, () -> stage.conversations().unread(thread), one -> one == 1);
        stage.conversations().markAsRead(thread);
        stage.conversations().markAsRead(thread);
        Patience.until(PATIENCE, () -> stage.conversations().unread(thread), none -> none == 0);
        checks.equal(
                "A conversation marked as read is read at Meta, once",
                List.of(thanks),
                stage.simulator().businessReads(number));
    }

    private void send(Cast cast, Checks checks, String command, String body) {
        var url = stage.world().at().dispatch().resolve("/v1/messages");
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
        Web.Answer first = stage.web().post(url, message, headers);
        Web.Answer second = stage.web().post(url, message, headers);
        checks.equal("A program's command by HTTP is taken", 202, first.status());
        checks.equal(
                "The same key again is the same command",
                command + " " + command,
                first.json().path("commandId").asString("")
                        + " "
                        + second.json().path("commandId").asString(""));
    }

    private Said seen(
            Checks checks,
            String thread,
            String what,
            Predicate<Said> which,
            String sender,
            String status) {
        var nothing = new Said("", "", "nobody", "", "");
        Said said =
                Patience.until(
                        PATIENCE,
                        () ->
                                stage.conversations().thread(thread).stream()
                                        .filter(which)
                                        .findFirst()
                                        .orElse(nothing),
                        one -> one.sender().equals(sender) && one.status().contains(status));
        String expected = "sent by " + sender + (status.isEmpty() ? "" : ", " + status);
        checks.that(
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

    private static Predicate<Said> by(String wamid) {
        return said -> said.wamid().equals(wamid);
    }

    private static Predicate<Said> of(String command) {
        return said -> said.commandId().equals(command);
    }
}
