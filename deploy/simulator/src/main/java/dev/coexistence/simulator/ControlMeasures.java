package dev.coexistence.simulator;

import dev.coexistence.simulator.number.Restriction;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.template.Template;
import dev.coexistence.simulator.template.Templates;
import dev.coexistence.simulator.wire.Answer;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.Call;
import dev.coexistence.simulator.wire.GraphError;
import dev.coexistence.simulator.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What Meta does to numbers and accounts, as the control interface writes it. */
final class ControlMeasures {
    private final Simulator meta;
    private final Parts parts;

    ControlMeasures(Simulator meta, Parts parts) {
        this.meta = meta;
        this.parts = parts;
    }

    /**
     * Refuses sends, tells the app of a restriction, or both: without a {@code code} the event
     * comes and nothing is refused, without a {@code type} sends are refused and nobody is told.
     */
    void restrict(SimulatedNumber number, ObjectNode body) throws BadRequest {
        Restriction restriction = restriction(body);
        meta.restrict(number.phoneNumberId(), restriction);
        Duration lasts = Json.duration(body, "lasts");
        if (restriction != null && lasts != null) {
            parts.timer.schedule(
                    () -> end(number, restriction), lasts.toNanos(), TimeUnit.NANOSECONDS);
        }
        String type = Json.string(body, "type");
        if (type != null) {
            ObjectNode value = Json.object();
            ObjectNode info = value.putArray("restriction_info").addObject();
            info.put("restriction_type", type);
            String expires = Json.string(body, "expiration");
            if (expires != null) {
                info.put("expiration", expires);
            }
            parts.events.accountUpdate(number, "ACCOUNT_RESTRICTION", value);
        }
    }

    private static void end(SimulatedNumber number, Restriction ended) {
        synchronized (number) {
            if (ended.equals(number.restriction())) {
                number.restrict(null);
            }
        }
    }

    private static @Nullable Restriction restriction(ObjectNode body) throws BadRequest {
        if (!Json.has(body, "code")) {
            return null;
        }
        GraphError error =
                GraphError.of(Json.integer(body, "code", 0)).withSubcode(FaultJson.subcode(body));
        String details = Json.string(body, "details");
        Restriction plain = Restriction.of(details == null ? error : error.withDetails(details));
        return new Restriction(
                plain.error(),
                choice(Restriction.Scope.class, Json.string(body, "scope", "ALL")),
                Json.flag(body, "everywhere", plain.everywhere()));
    }

    void uninstall(SimulatedNumber number, ObjectNode body) {
        meta.uninstallApp(
                number, Json.flag(body, "effective", true), Json.flag(body, "misnested", false));
    }

    /** {@code GET} lists the groups, {@code PUT} adds people to one. */
    Answer groups(SimulatedNumber number, Call call) throws BadRequest {
        if (!call.is("GET")) {
            ObjectNode body = call.json();
            List<String> people = new ArrayList<>();
            for (JsonNode person : body.path("participants")) {
                people.add(person.asString());
            }
            number.audience().joins(Json.need(body, "groupId"), people);
        }
        ObjectNode all = Json.object();
        number.audience().groups().forEach((id, members) -> members.forEach(all.putArray(id)::add));
        return Answer.json(all);
    }

    /** {@code /simulator/templates}: of one account, or of every account known. */
    Answer templates(Call call) throws BadRequest {
        if (call.part(2).equals("checks")) {
            parts.templates.enforce(Json.flag(call.json(), "enforced", parts.templates.enforced()));
            return Answer.json(Json.object().put("enforced", parts.templates.enforced()));
        }
        ObjectNode body = call.is("GET") ? Json.object() : call.json();
        ArrayNode answer = Json.array();
        for (String waba : wabas(call, body)) {
            List<Template> told =
                    call.is("GET")
                            ? parts.templates.all(waba)
                            : List.of(TemplateChange.of(parts, waba, body));
            told.forEach(t -> answer.add(Templates.json(t).put("wabaId", waba)));
        }
        return Answer.json(answer);
    }

    private List<String> wabas(Call call, ObjectNode body) {
        String waba = Json.string(body, "wabaId", call.query().getOrDefault("wabaId", ""));
        String number = Json.string(body, "phoneNumberId", "");
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
