package dev.coexistence.simulator;

import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.Json;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** Faults as the control interface writes them. */
final class FaultJson {
    private FaultJson() {}

    static Fault read(ObjectNode body) throws BadRequest {
        Fault.Kind kind = kind(Json.need(body, "kind"));
        Fault plain = Fault.of(kind);
        boolean never = body.has("delay") && !Json.has(body, "delay");
        boolean always = body.has("times") && !Json.has(body, "times");
        Duration delay = plain.delay();
        String to = Json.string(body, "to");
        return new Fault(
                kind,
                new Fault.Says(
                        Json.integer(body, "code", kind == Fault.Kind.REFUSE ? 130429 : 0),
                        subcode(body),
                        Json.integer(body, "status", 500),
                        Json.string(body, "details")),
                never || delay == null ? null : Json.duration(body, "delay", delay),
                Json.duration(body, "hang", plain.hang()),
                new Fault.Where(
                        Json.string(body, "phoneNumberId"),
                        to == null ? null : Fault.address(to),
                        Json.string(body, "endpoint", "messages")),
                always ? 0 : Json.integer(body, "times", 1),
                body.path("probability").asDouble(1),
                body.path("seed").asLong(1));
    }

    static ObjectNode write(long id, Fault fault) {
        ObjectNode node = Json.object();
        node.put("id", id);
        node.put("kind", fault.kind().name());
        node.put("code", fault.code());
        node.put("subcode", fault.says().subcode());
        node.put("endpoint", fault.where().endpoint());
        node.put("phoneNumberId", fault.where().phoneNumberId());
        node.put("to", fault.where().to());
        node.put("times", fault.times());
        node.put("probability", fault.probability());
        return node;
    }

    /** {@code subcode}, or Meta's own name for it. */
    static int subcode(ObjectNode body) throws BadRequest {
        return Json.integer(body, "subcode", Json.integer(body, "error_subcode", 0));
    }

    private static Fault.Kind kind(String name) throws BadRequest {
        try {
            return Fault.Kind.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("there is no fault of kind " + name);
        }
    }
}
