package dev.coexistence.local.story;

import dev.coexistence.local.story.client.BusinessNumber;
import dev.coexistence.local.story.client.PollingWait;
import dev.coexistence.local.story.client.StoryClients;
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
final class PacingChapter implements StoryChapter {
    private static final int COMMANDS = 200;
    private static final int RECIPIENTS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Of what the budget allows, for a machine that does other things too. */
    private static final double USED = 0.9;

    private final StoryClients clients;

    PacingChapter(StoryClients clients) {
        this.clients = clients;
    }

    @Override
    public String title() {
        return "200 commands on each number at once";
    }

    @Override
    public void tell(StoryCast cast, StoryChecks checks) {
        for (var number : List.of(cast.shared(), cast.migrated())) {
            allOfTheBudget(number, checks);
            clients.simulator().forgetArrivals(number.phoneNumberId());
        }
        var results = clients.log().end(Topics.SEND_RESULTS);

        // As Meta does when there is much to tell.
        clients.simulator().batchWebhooks(100);
        try {
            for (var number : List.of(cast.shared(), cast.migrated())) {
                clients.log()
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
            clients.simulator().batchWebhooks(1);
        }
    }

    /** Messages that customers and owner wrote lately take a part of the budget, which fades. */
    private void allOfTheBudget(BusinessNumber number, StoryChecks checks) {
        var url = clients.system().at().dispatch().resolve("/v1/queues/" + number.phoneNumberId());
        var queue =
                PollingWait.await(
                        PATIENCE,
                        () -> clients.web().get(url).json(),
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

    private void judge(BusinessNumber number, int budget, StoryChecks checks) {
        String who = number.mode() + ": ";
        var window =
                PollingWait.await(
                        PATIENCE,
                        () -> clients.simulator().window(number.phoneNumberId()),
                        seen -> seen.accepted() >= COMMANDS);
        checks.equal(who + "all arrive at Meta", (long) COMMANDS, window.accepted());
        checks.equal(who + "none is refused", 0L, window.refused());
        checks.holds(
                who + "no sliding second has more than " + budget,
                window.worst() <= budget,
                "at most " + budget,
                window.worst());
        checks.holds(
                who + "they go at " + budget + " per second",
                window.rate() >= budget * USED,
                "at least " + budget * USED,
                Math.round(window.rate() * 100) / 100.0);
        var arrived = clients.simulator().arrivedCommands(number.phoneNumberId());
        checks.equal(who + "each arrives once", arrived.size(), new HashSet<>(arrived).size());
    }

    private void ends(StoryCast cast, Map<TopicPartition, Long> start, StoryChecks checks) {
        List<SendResult> terminal =
                PollingWait.await(
                        PATIENCE,
                        () ->
                                clients.log().eventsSince(Topics.SEND_RESULTS, start).stream()
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

    private static SendCommand command(StoryCast cast, BusinessNumber number, int index) {
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
