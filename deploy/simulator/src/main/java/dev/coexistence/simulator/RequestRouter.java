package dev.coexistence.simulator;

import dev.coexistence.simulator.graph.GraphApi;
import dev.coexistence.simulator.media.MediaEndpoint;
import dev.coexistence.simulator.wire.HttpAnswer;
import dev.coexistence.simulator.wire.HttpCall;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Routes a request to the control interface, the Graph API or a media download. */
final class RequestRouter {
    private final ControlApi control;
    private final GraphApi graph;
    private final AtomicReference<AnswerLatency> latency;

    RequestRouter(ControlApi control, GraphApi graph, Duration latency) {
        this.control = control;
        this.graph = graph;
        this.latency = new AtomicReference<>(AnswerLatency.fixed(latency));
    }

    /** The round trip of what Meta answers; the script is answered at once. */
    void answerAfter(AnswerLatency roundTrip) {
        latency.set(roundTrip);
    }

    HttpAnswer answer(HttpCall call) {
        if (call.part(0).equals("simulator")) {
            return control.answer(call);
        }
        HttpAnswer answer =
                MediaEndpoint.isDownload(call) ? graph.download(call) : graph.answer(call);
        Duration added = latency.get().next();
        return added.isZero() ? answer : new HttpAnswer.Late(answer, added);
    }
}
