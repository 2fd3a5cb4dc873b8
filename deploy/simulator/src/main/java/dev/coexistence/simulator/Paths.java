package dev.coexistence.simulator;

import dev.coexistence.simulator.graph.GraphApi;
import dev.coexistence.simulator.media.MediaEndpoint;
import dev.coexistence.simulator.wire.Answer;
import dev.coexistence.simulator.wire.Call;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Which interface a call is for: the script's, the Graph API, or the media's own addresses. */
final class Paths {
    private final ControlApi control;
    private final GraphApi graph;
    private final AtomicReference<Latency> latency;

    Paths(ControlApi control, GraphApi graph, Duration latency) {
        this.control = control;
        this.graph = graph;
        this.latency = new AtomicReference<>(Latency.fixed(latency));
    }

    /** The round trip of what Meta answers; the script is answered at once. */
    void answerAfter(Latency roundTrip) {
        latency.set(roundTrip);
    }

    Answer answer(Call call) {
        if (call.part(0).equals("simulator")) {
            return control.answer(call);
        }
        Answer answer = MediaEndpoint.isDownload(call) ? graph.download(call) : graph.answer(call);
        Duration added = latency.get().next();
        return added.isZero() ? answer : new Answer.Late(answer, added);
    }
}
