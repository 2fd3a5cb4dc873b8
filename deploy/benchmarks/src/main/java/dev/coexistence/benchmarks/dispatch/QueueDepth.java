package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.rig.ServiceProcess;
import tools.jackson.databind.json.JsonMapper;

/** Asks the dispatcher how much waits for a number. */
final class QueueDepth {
    private static final JsonMapper JSON = new JsonMapper();

    private QueueDepth() {}

    static long read(ServiceProcess dispatch, String number) {
        ServiceProcess.Response response = dispatch.get("/v1/queues/" + number);
        return response.status() == 200 ? JSON.readTree(response.body()).path("total").asLong() : 0;
    }
}
