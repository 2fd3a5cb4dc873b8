package dev.coexistence.local.story;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.schemas.events.TemplateContent;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** Two hundred commands on each number at once go out exactly within each number's budget. */
final class Pacing implements Chapter {
    private static final int COMMANDS = 200;
    private static final int RECIPIENTS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Of what the budget allows, for a machine that does other things too. */
    private static final double USED = 0.9;

    private final Stage stage;

    Pacing(Stage stage) {
        this.stage = stage;
    }

    @Override
    public String title() {
        return "200 commands on each number at once";
    }

    @Override
    public void tell(Cast cast, Checks checks) {
        for (var number : List.of(cast.shared(), cast.migrated())) {
            allOfTheBudget(number, checks);
            stage.simulator().forgetArrivals(number.phoneNumberId());
        }
        var results = stage.log().end(Topics.SEND_RESULTS);

        // As Meta does when there is much to tell.
        stage.simulator().batchWebhooks(100);
        try {
            for (var number : List.of(cast.shared(), cast.migrated())) {
                stage.log()
                        .publish(
                                Topics.SEND_COMMANDS,
                                number.phoneNumberId(),
                                IntStream.range(0, COMMANDS)
                                        .mapToObj(i -> command(cast, number, i))
                                        .toList());
            }
            judge(cast.shared(), 20, checks);
            judge(cast.migrated(), 80, checks);
            ends(cast, results, checks);
        } finally {
            stage.simulator().batchWebhooks(1);
        }
    }

    /** What customers and owner wrote lately takes a part of the budget, which fades. */
    private void allOfTheBudget(BusinessNumber number, Checks checks) {
        var url = stage.world().at().dispatch().resolve("/v1/queues/" + number.phoneNumberId());
        var queue =
                Patience.until(
                        PATIENCE,
                        () -> stage.web().get(url).json(),
                        seen ->
                                seen.path("effectivePerSecond").asInt(0)
                                        == seen.path("budgetPerSecond").asInt(-1));
        checks.equal(
                number.mode() + ": the queue has all of its budget and nothing to do",
                queue.path("budgetPerSecond").asInt(-1) + " per second, 0 waiting",
                queue.path("effectivePerSecond").asInt(0)
                        + " per second, "
                        + queue.path("total").asLong(-1)
                        + " waiting");
    }

    private void judge(BusinessNumber number, int budget, Checks checks) {
        String who = number.mode() + ": ";
        var window =
                Patience.until(
                        PATIENCE,
                        () -> stage.simulator().window(number.phoneNumberId()),
                        seen -> seen.accepted() >= COMMANDS);
        checks.equal(who + "all arrive at Meta", (long) COMMANDS, window.accepted());
        checks.equal(who + "none is refused", 0L, window.refused());
        checks.that(
                who + "no sliding second has more than " + budget,
                window.worst() <= budget,
                "at most " + budget,
                window.worst());
        checks.that(
                who + "they go at " + budget + " per second",
                window.rate() >= budget * USED,
                "at least " + budget * USED,
                Math.round(window.rate() * 100) / 100.0);
        var arrived = stage.simulator().arrivedCommands(number.phoneNumberId());
        checks.equal(who + "each arrives once", arrived.size(), new HashSet<>(arrived).size());
    }

    private void ends(Cast cast, Map<TopicPartition, Long> start, Checks checks) {
        List<SendResult> terminal =
                Patience.until(
                        PATIENCE,
                        () ->
                                stage.log().eventsSince(Topics.SEND_RESULTS, start).stream()
                                        .filter(SendResult::getTerminal)
                                        .filter(one -> one.getCommandId().endsWith(cast.run()))
                                        .toList(),
                        seen -> seen.size() >= 2 * COMMANDS);
        checks.equal(
                "Each command has one result, and it is ACCEPTED",
                2L * COMMANDS,
                terminal.stream()
                        .filter(one -> one.getOutcome() == SendOutcomeKind.ACCEPTED)
                        .map(SendResult::getCommandId)
                        .distinct()
                        .count());
    }

    private static SendCommand command(Cast cast, BusinessNumber number, int index) {
        return SendCommand.newBuilder()
                .setCommandId("story-burst-" + number.mode() + "-" + index + "-" + cast.run())
                .setPhoneNumberId(number.phoneNumberId())
                .setTo("+1555018%04d".formatted(index % RECIPIENTS))
                .setTemplate(
                        TemplateContent.newBuilder().setName("greeting").setLanguage("en").build())
                .setReference("story burst")
                .build();
    }
}
