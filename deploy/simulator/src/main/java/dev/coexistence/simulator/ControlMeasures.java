package dev.coexistence.simulator;

import dev.coexistence.simulator.number.SendRestriction;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.template.MessageTemplate;
import dev.coexistence.simulator.template.TemplateCatalogue;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.GraphError;
import dev.coexistence.simulator.wire.HttpAnswer;
import dev.coexistence.simulator.wire.HttpCall;
import dev.coexistence.simulator.wire.MetaJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Control interface for Meta's measures against numbers and accounts. */
final class ControlMeasures {
    private final Simulator meta;
    private final SimulatorAssembly parts;

    ControlMeasures(Simulator meta, SimulatorAssembly parts) {
        this.meta = meta;
        this.parts = parts;
    }

    /**
     * Refuses sends, tells the app of a restriction, or both: without a {@code code} the event
     * comes and nothing is refused, without a {@code type} sends are refused and nobody is told.
     */
    void restrict(SimulatedNumber number, ObjectNode body) throws BadRequest {
        SendRestriction restriction = restriction(body);
        meta.restrict(number.phoneNumberId(), restriction);
        Duration lasts = MetaJson.duration(body, "lasts");
        if (restriction != null && lasts != null) {
            parts.timer.schedule(
                    () -> end(number, restriction), lasts.toNanos(), TimeUnit.NANOSECONDS);
        }
        String type = MetaJson.string(body, "type");
        if (type != null) {
            ObjectNode value = MetaJson.object();
            ObjectNode info = value.putArray("restriction_info").addObject();
            info.put("restriction_type", type);
            String expires = MetaJson.string(body, "expiration");
            if (expires != null) {
                info.put("expiration", expires);
            }
            parts.events.accountUpdate(number, "ACCOUNT_RESTRICTION", value);
        }
    }

    private static void end(SimulatedNumber number, SendRestriction ended) {
        synchronized (number) {
            if (ended.equals(number.restriction())) {
                number.restrict(null);
            }
        }
    }

    private static @Nullable SendRestriction restriction(ObjectNode body) throws BadRequest {
        if (!MetaJson.has(body, "code")) {
            return null;
        }
        GraphError error =
                GraphError.of(MetaJson.integer(body, "code", 0))
                        .withSubcode(FaultJson.subcode(body));
        String details = MetaJson.string(body, "details");
        SendRestriction plain =
                SendRestriction.of(details == null ? error : error.withDetails(details));
        return new SendRestriction(
                plain.error(),
                choice(SendRestriction.Scope.class, MetaJson.string(body, "scope", "ALL")),
                MetaJson.flag(body, "everywhere", plain.everywhere()));
    }

    void uninstall(SimulatedNumber number, ObjectNode body) {
        meta.uninstallApp(
                number,
                MetaJson.flag(body, "effective", true),
                MetaJson.flag(body, "misnested", false));
    }

    /** {@code GET} lists the groups, {@code PUT} adds people to one. */
    HttpAnswer groups(SimulatedNumber number, HttpCall call) throws BadRequest {
        if (!call.is("GET")) {
            ObjectNode body = call.json();
            List<String> people = new ArrayList<>();
            for (JsonNode person : body.path("participants")) {
                people.add(person.asString());
            }
            number.audience().joins(MetaJson.need(body, "groupId"), people);
        }
        ObjectNode all = MetaJson.object();
        number.audience().groups().forEach((id, members) -> members.forEach(all.putArray(id)::add));
        return HttpAnswer.json(all);
    }

    /** {@code /simulator/templates}: of one account, or of every account known. */
    HttpAnswer templates(HttpCall call) throws BadRequest {
        if (call.part(2).equals("checks")) {
            parts.templates.enforce(
                    MetaJson.flag(call.json(), "enforced", parts.templates.enforced()));
            return HttpAnswer.json(MetaJson.object().put("enforced", parts.templates.enforced()));
        }
        ObjectNode body = call.is("GET") ? MetaJson.object() : call.json();
        ArrayNode answer = MetaJson.array();
        for (String waba : wabas(call, body)) {
            List<MessageTemplate> told =
                    call.is("GET")
                            ? parts.templates.all(waba)
                            : List.of(TemplateChange.apply(parts, waba, body));
            told.forEach(t -> answer.add(TemplateCatalogue.json(t).put("wabaId", waba)));
        }
        return HttpAnswer.json(answer);
    }

    private List<String> wabas(HttpCall call, ObjectNode body) {
        String waba = MetaJson.string(body, "wabaId", call.query().getOrDefault("wabaId", ""));
        String number = MetaJson.string(body, "phoneNumberId", "");
        if (!waba.isEmpty()) {
            return List.of(waba);
        }
        return number.isEmpty()
                ? parts.accounts.wabas().stream().map(w -> w.id()).toList()
                : List.of(meta.number(number).wabaId());
    }

    /** The constant of that name, or a refusal that lists them. */
    static <E extends Enum<E>> E choice(Class<E> type, String name) throws BadRequest {
        try {
            return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRequest(name + " must be one of " + List.of(type.getEnumConstants()));
        }
    }
}
