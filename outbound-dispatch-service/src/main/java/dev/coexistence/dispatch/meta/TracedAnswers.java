package dev.coexistence.dispatch.meta;

import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.kafka.Traces;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Traces each request to Meta, from its bytes to its answer, as the step {@code post} of its
 * command's trace, and tells everything on. The step knows Meta's message id. Meta itself is told
 * nothing of the trace.
 */
public final class TracedAnswers implements MetaTransport.Listener {
    private final Traces traces;
    private final MetaTransport.Listener listener;

    /** Weak: a request that ended while it was written is never heard of again. */
    private final Map<SendAttempt, Traces.Step> steps =
            Collections.synchronizedMap(new WeakHashMap<>());

    public TracedAnswers(Traces traces, MetaTransport.Listener listener) {
        this.traces = traces;
        this.listener = listener;
    }

    @Override
    public void onReady(SendAttempt attempt) {
        listener.onReady(attempt);
    }

    @Override
    public void onWritten(SendAttempt attempt, long nanos) {
        listener.onWritten(attempt, nanos);
        var command = attempt.command();
        steps.put(
                attempt,
                traces.begin("post", command.content().traceparent())
                        .note("command", command.id()));
    }

    @Override
    public void onHeldBack(SendAttempt attempt, MetaTransport.Verdict verdict) {
        listener.onHeldBack(attempt, verdict);
    }

    @Override
    public void onAnswered(SendAttempt attempt, MetaAnswer answer) {
        listener.onAnswered(attempt, answer);
        Traces.Step step = steps.remove(attempt);
        if (step != null) {
            note(step, answer);
            step.end();
        }
    }

    private static void note(Traces.Step step, MetaAnswer answer) {
        switch (answer) {
            case MetaAnswer.Taken taken -> {
                String wamid = taken.accepted().wamid();
                step.note("answer", "taken").note("wamid", wamid == null ? "" : wamid);
            }
            case MetaAnswer.Refused refused ->
                    step.note("answer", "refused")
                            .note("code", String.valueOf(refused.refusal().code()));
            case MetaAnswer.NotSent _ -> step.note("answer", "not sent");
            case MetaAnswer.Doubtful doubtful ->
                    step.note("answer", "doubtful").note("reason", doubtful.reason().name());
        }
    }
}
