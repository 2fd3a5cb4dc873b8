package dev.coexistence.dispatch.api;

import dev.coexistence.access.Caller;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.number.LaneView;
import dev.coexistence.dispatch.number.NumberState;
import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.queue.CommandViews;
import dev.coexistence.dispatch.queue.NumberStore;
import dev.coexistence.dispatch.template.TemplateGate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** HTTP endpoint of one number's queue. */
@RestController
final class QueuesController {
    private final Engine engine;
    private final NumberStore numbers;
    private final CommandViews views;
    private final CallerQueues queues;
    private final Ownership ownership;
    private final InstantSource time;

    /**
     * @param depth waiting commands by priority; SIGNAL has the marks as read and typing
     * @param total waiting messages, without signals
     * @param owner whether this instance sends for the number; only then is the pace known
     * @param effectivePerSecond messages that may leave at present: the budget, or what refusals
     *     taught, less what inbound traffic takes
     * @param usedLastSecond messages that left in the last second
     * @param leftLastMinute messages that left in about the last minute, as far as this instance
     *     sent them
     * @param cameInLastMinute messages that came in, or were written in the app, in about the last
     *     minute
     * @param inboundShare part of the budget that is left to inbound traffic
     * @param hold the refusal of Meta's that it is held for; null where it is none
     * @param heldForTemplates commands that wait for their templates, by what they wait for; they
     *     are in no queue, and no part of the total
     * @param etaSeconds until the last of them has left at the present rate; null where held
     */
    record Queue(
            String phoneNumberId,
            Map<String, Long> depth,
            long total,
            @Nullable Double oldestAgeSeconds,
            @Nullable String heldFor,
            @Nullable HoldView hold,
            Map<TemplateGate.Cause, Long> heldForTemplates,
            int budgetPerSecond,
            boolean owner,
            @Nullable Integer effectivePerSecond,
            @Nullable Integer usedLastSecond,
            @Nullable Integer leftLastMinute,
            @Nullable Integer cameInLastMinute,
            @Nullable Double inboundShare,
            @Nullable Double etaSeconds) {}

    /** A number as the database has it. */
    private record Stored(NumberState state, int partition, Map<TemplateGate.Cause, Long> held) {}

    QueuesController(
            Engine engine,
            NumberStore numbers,
            CommandViews views,
            CallerQueues queues,
            Ownership ownership,
            InstantSource time) {
        this.engine = engine;
        this.numbers = numbers;
        this.views = views;
        this.queues = queues;
        this.ownership = ownership;
        this.time = time;
    }

    @GetMapping("/v1/queues/{phoneNumberId}")
    Queue get(Caller caller, @PathVariable String phoneNumberId) {
        CallerQueues.requireReadable(phoneNumberId);
        Stored stored = queues.within(caller, () -> find(caller, phoneNumberId));
        queues.noteLook(caller, "queue.look", phoneNumberId, phoneNumberId);
        NumberState state = stored.state();
        var held = stored.held();
        int partition = stored.partition();
        var view =
                engine.ask(lanes -> java.util.Optional.ofNullable(lanes.view(phoneNumberId)))
                        .join();
        if (view.isPresent()) {
            return owned(view.get(), state, held);
        }
        boolean owner = ownership.owns(partition);
        if (owner) {
            return queue(
                    phoneNumberId,
                    state,
                    new CommandViews.Waiting(Map.of(), 0, 0, null),
                    held,
                    true);
        }
        CommandViews.Waiting waiting =
                queues.within(caller, () -> views.waiting(phoneNumberId, partition));
        return queue(phoneNumberId, state, waiting, held, false);
    }

    private Stored find(Caller caller, String phoneNumberId) {
        queues.requireNumber(caller, phoneNumberId);
        NumberState state =
                numbers.findWithoutToken(phoneNumberId)
                        .orElseThrow(() -> ApiProblem.noNumber(phoneNumberId));
        int partition = numbers.partition(phoneNumberId).orElse(-1);
        return new Stored(state, partition, views.heldForTemplates(phoneNumberId, partition));
    }

    private Queue owned(
            LaneView view, NumberState state, Map<TemplateGate.Cause, Long> forTemplates) {
        Map<String, Long> depth = new LinkedHashMap<>();
        for (Priority priority : Priority.values()) {
            depth.put(priority.name(), view.depth()[priority.ordinal()]);
        }
        // For a moment after a takeover the lane knows nothing of its connection yet.
        boolean known = view.perSecond() > 0;
        boolean flows = view.heldFor() == null && view.effective() > 0;
        return new Queue(
                view.number(),
                depth,
                view.waiting(),
                age(view.oldest()),
                known ? view.heldFor() : state.held(),
                HoldView.of(known ? view.hold() : state.hold()),
                forTemplates,
                known ? view.perSecond() : state.perSecond(),
                true,
                view.effective(),
                view.lastSecond(),
                view.leftLastMinute(),
                view.cameInLastMinute(),
                known ? (double) view.reserved() / view.perSecond() : 0,
                flows ? (double) view.waiting() / view.effective() : null);
    }

    private Queue queue(
            String number,
            NumberState state,
            CommandViews.Waiting waiting,
            Map<TemplateGate.Cause, Long> forTemplates,
            boolean owner) {
        Map<String, Long> depth = new LinkedHashMap<>();
        long total = 0;
        for (Priority priority : Priority.values()) {
            long count = waiting.depth().getOrDefault(priority, 0L);
            depth.put(priority.name(), count);
            total += priority == Priority.SIGNAL ? 0 : count;
        }
        String held = state.held();
        return new Queue(
                number,
                depth,
                total,
                age(waiting.oldest()),
                held,
                HoldView.of(state.hold()),
                forTemplates,
                state.perSecond(),
                owner,
                owner ? state.perSecond() : null,
                owner ? 0 : null,
                owner ? 0 : null,
                owner ? 0 : null,
                owner ? 0.0 : null,
                held == null && state.perSecond() > 0 ? (double) total / state.perSecond() : null);
    }

    private @Nullable Double age(@Nullable Instant oldest) {
        return oldest == null
                ? null
                : Math.max(0, Duration.between(oldest, time.instant()).toMillis()) / 1e3;
    }
}
