package dev.coexistence.dispatch.meta;

import dev.coexistence.dispatch.lane.Answer;
import dev.coexistence.dispatch.lane.Attempt;
import dev.coexistence.kafka.Traces;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Traces each request to Meta, from its bytes to its answer, as the step {@code post} of its
 * command's trace, and tells everything on. The step knows Meta's message id. Meta itself is told
 * nothing of the trace.
 */
public final class TracedAnswers implements Wire.Listener {
    private final Traces traces;
    private final Wire.Listener listener;

    /** Weak: a request that ended while it was written is never heard of again. */
    private final Map<Attempt, Traces.Step> steps =
            Collections.synchronizedMap(new WeakHashMap<>());

    public TracedAnswers(Traces traces, Wire.Listener listener) {
        this.traces = traces;
        this.listener = listener;
    }

    @Override
    public void ready(Attempt attempt) {
        listener.ready(attempt);
    }

    @Override
    public void written(Attempt attempt, long nanos) {
        listener.written(attempt, nanos);
        var command = attempt.command();
        steps.put(
                attempt,
                traces.begin("post", command.content().traceparent())
                        .note("command", command.id()));
    }

    @Override
    public void heldBack(Attempt attempt, Wire.Verdict verdict) {
        listener.heldBack(attempt, verdict);
    }

    @Override
    public void answered(Attempt attempt, Answer answer) {
        listener.answered(attempt, answer);
        Traces.Step step = steps.remove(attempt);
        if (step != null) {
            note(step, answer);
            step.end();
        }
    }

    private static void note(Traces.Step step, Answer answer) {
        switch (answer) {
            case Answer.Taken taken -> {
                String wamid = taken.accepted().wamid();
                step.note("answer", "taken").note("wamid", wamid == null ? "" : wamid);
            }
            case Answer.Refused refused ->
                    step.note("answer", "refused")
                            .note("code", String.valueOf(refused.refusal().code()));
            case Answer.NotSent _ -> step.note("answer", "not sent");
            case Answer.Doubtful doubtful ->
                    step.note("answer", "doubtful").note("reason", doubtful.reason().name());
        }
    }
}
