package dev.coexistence.simulator;

import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.MetaJson;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** Faults as the control interface writes them. */
final class FaultJson {
    private FaultJson() {}

    static Fault read(ObjectNode body) throws BadRequest {
        Fault.Kind kind = kind(MetaJson.need(body, "kind"));
        Fault plain = Fault.of(kind);
        boolean never = body.has("delay") && !MetaJson.has(body, "delay");
        boolean always = body.has("times") && !MetaJson.has(body, "times");
        Duration delay = plain.delay();
        String to = MetaJson.string(body, "to");
        return new Fault(
                kind,
                new Fault.Says(
                        MetaJson.integer(body, "code", kind == Fault.Kind.REFUSE ? 130429 : 0),
                        subcode(body),
                        MetaJson.integer(body, "status", 500),
                        MetaJson.string(body, "details")),
                never || delay == null ? null : MetaJson.duration(body, "delay", delay),
                MetaJson.duration(body, "hang", plain.hang()),
                new Fault.Where(
                        MetaJson.string(body, "phoneNumberId"),
                        to == null ? null : Fault.address(to),
                        MetaJson.string(body, "endpoint", "messages")),
                always ? 0 : MetaJson.integer(body, "times", 1),
                body.path("probability").asDouble(1),
                body.path("seed").asLong(1));
    }

    static ObjectNode write(long id, Fault fault) {
        ObjectNode node = MetaJson.object();
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
        return MetaJson.integer(body, "subcode", MetaJson.integer(body, "error_subcode", 0));
    }

    private static Fault.Kind kind(String name) throws BadRequest {
        try {
            return Fault.Kind.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("there is no fault of kind " + name);
        }
    }
}
