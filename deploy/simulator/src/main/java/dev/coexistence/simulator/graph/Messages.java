package dev.coexistence.simulator.graph;

import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.fault.Faults;
import dev.coexistence.simulator.number.Restriction;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.number.Traffic;
import dev.coexistence.simulator.template.Template;
import dev.coexistence.simulator.template.Templates;
import dev.coexistence.simulator.trace.Arrivals;
import dev.coexistence.simulator.trace.Ledger;
import dev.coexistence.simulator.trace.Sent;
import dev.coexistence.simulator.webhook.Statuses;
import dev.coexistence.simulator.wire.Answer;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.Call;
import dev.coexistence.simulator.wire.GraphError;
import dev.coexistence.simulator.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /{phone}/messages}: refuses or accepts, and says what follows. */
public final class Messages {
    private final Rules rules;
    private final LongSupplier ticker;
    private final InstantSource clock;
    private final Faults faults;
    private final Templates templates;
    private final Traces traces;

    /** Where a message leaves its traces. */
    public record Traces(Arrivals arrivals, Ledger ledger, Statuses statuses) {}

    public Messages(
            Rules rules,
            LongSupplier ticker,
            InstantSource clock,
            Faults faults,
            Templates templates,
            Traces traces) {
        this.rules = rules;
        this.ticker = ticker;
        this.clock = clock;
        this.faults = faults;
        this.templates = templates;
        this.traces = traces;
    }

    Answer post(SimulatedNumber number, Call call) {
        try {
            ObjectNode body = call.json();
            if (!"whatsapp".equals(Json.string(body, "messaging_product"))) {
                throw new BadRequest("The parameter messaging_product is required.");
            }
            if (Json.has(body, "status")) {
                return markAsRead(number, body);
            }
            return send(number, SendRequest.read(body));
        } catch (BadRequest e) {
            return GraphError.of(100, String.valueOf(e.getMessage())).answer();
        }
    }

    private Answer send(SimulatedNumber number, SendRequest request) {
        List<Fault> struck = faults.strike("messages", number.phoneNumberId(), request.to());
        Answer answer = beforeAcceptance(number, request, struck);
        if (answer == null) {
            answer =
                    switch (decide(number, request, answerTo(struck))) {
                        case Verdict.Refused(GraphError error) -> error.answer();
                        case Verdict.Accepted(Sent sent) -> {
                            traces.ledger().add(sent, request.body());
                            traces.statuses().follow(number, sent, struck);
                            yield afterAcceptance(request, sent, struck);
                        }
                    };
        }
        for (Fault fault : struck) {
            Duration delay = fault.delay();
            if (fault.kind() == Fault.Kind.LATENCY && delay != null) {
                answer = new Answer.Late(answer, delay);
            }
        }
        return answer;
    }

    /** The provider's decision; the stamp is taken where it is made. */
    private Verdict decide(SimulatedNumber number, SendRequest request, int status) {
        Instant now = clock.instant();
        synchronized (number) {
            long nanos = ticker.getAsLong();
            GraphError refusal = refusal(number, request, nanos, now);
            if (refusal != null) {
                number.traffic().refused(nanos);
                arrived(number, request, "", nanos, refusal.status(), refusal.code());
                return new Verdict.Refused(refusal);
            }
            number.traffic().sent(request.to(), nanos, now.toEpochMilli());
            String wamid = traces.ledger().wamid();
            arrived(number, request, wamid, nanos, status, 0);
            return new Verdict.Accepted(
                    new Sent(
                            wamid,
                            request.recipient(),
                            request.callbackData(),
                            request.template() ? category(number, request) : ""));
        }
    }

    private String category(SimulatedNumber number, SendRequest request) {
        Template template = template(number, request);
        return (template == null ? "MARKETING" : template.category()).toLowerCase(Locale.ROOT);
    }

    private @Nullable Template template(SimulatedNumber number, SendRequest request) {
        return templates.find(number.wabaId(), request.content());
    }

    private @Nullable GraphError refusal(
            SimulatedNumber number, SendRequest request, long nanos, Instant now) {
        Traffic traffic = number.traffic();
        Restriction restriction = number.restriction();
        if (restriction != null && restriction.covers(request.template())) {
            return restriction.error();
        }
        if (!number.connected()) {
            return GraphError.of(133010);
        }
        if (rules.budget() && !traffic.fits(nanos, number.budgetPerSecond())) {
            return GraphError.of(130429);
        }
        GraphError content = contentRefusal(number, request);
        if (content != null) {
            return content;
        }
        if (rules.window() && !request.template() && !traffic.open(request.to(), now)) {
            return GraphError.of(131047);
        }
        if (rules.pairLimit() && !traffic.admits(request.to(), now.toEpochMilli())) {
            return GraphError.of(131056);
        }
        return null;
    }

    /** What is wrong with this message, whenever it were sent. */
    private @Nullable GraphError contentRefusal(SimulatedNumber number, SendRequest request) {
        if (request.recipient().isGroup()) {
            if (number.coexists()) {
                return GraphError.of(131215);
            }
            if (!number.audience().hasGroup(request.to())) {
                return GraphError.unknownObject(request.to());
            }
        }
        if (!request.template()) {
            return null;
        }
        GraphError refusal =
                templates.refusal(
                        number.wabaId(), request.content(), request.recipient().isUserId());
        if (refusal != null) {
            return refusal;
        }
        Template template = template(number, request);
        boolean unwanted =
                template != null
                        && template.marketing()
                        && number.audience().wantsNoMarketing(request.to());
        return unwanted ? GraphError.of(131050) : null;
    }

    private @Nullable Answer beforeAcceptance(
            SimulatedNumber number, SendRequest request, List<Fault> struck) {
        for (Fault fault : struck) {
            switch (fault.kind()) {
                case REFUSE -> {
                    GraphError error = fault.error();
                    lost(number, request, error.status(), error.code());
                    return error.answer();
                }
                case TIMEOUT_BEFORE_ACCEPTANCE -> {
                    lost(number, request, 0, 0);
                    return new Answer.Silence(fault.hang());
                }
                case ERROR_BEFORE_ACCEPTANCE -> {
                    lost(number, request, fault.status(), 0);
                    return serverError(fault);
                }
                case RESET_BEFORE_ACCEPTANCE -> {
                    lost(number, request, 0, 0);
                    return new Answer.Reset();
                }
                case TIMEOUT_AFTER_ACCEPTANCE,
                        ERROR_AFTER_ACCEPTANCE,
                        RESET_AFTER_ACCEPTANCE,
                        LATENCY,
                        FAILED_STATUS,
                        NO_STATUS,
                        GHOST -> {}
            }
        }
        return null;
    }

    private Answer afterAcceptance(SendRequest request, Sent sent, List<Fault> struck) {
        for (Fault fault : struck) {
            switch (fault.kind()) {
                case TIMEOUT_AFTER_ACCEPTANCE -> {
                    return new Answer.Silence(fault.hang());
                }
                case ERROR_AFTER_ACCEPTANCE -> {
                    return serverError(fault);
                }
                case RESET_AFTER_ACCEPTANCE -> {
                    return new Answer.Reset();
                }
                case REFUSE,
                        TIMEOUT_BEFORE_ACCEPTANCE,
                        ERROR_BEFORE_ACCEPTANCE,
                        RESET_BEFORE_ACCEPTANCE,
                        LATENCY,
                        FAILED_STATUS,
                        NO_STATUS,
                        GHOST -> {}
            }
        }
        return Answer.json(request.accepted(sent));
    }

    /** What the arrival will say was answered, if it is accepted. */
    private static int answerTo(List<Fault> struck) {
        for (Fault fault : struck) {
            if (fault.kind() == Fault.Kind.ERROR_AFTER_ACCEPTANCE) {
                return fault.status();
            }
            if (fault.kind() == Fault.Kind.TIMEOUT_AFTER_ACCEPTANCE
                    || fault.kind() == Fault.Kind.RESET_AFTER_ACCEPTANCE) {
                return 0;
            }
        }
        return 200;
    }

    private static Answer serverError(Fault fault) {
        return fault.serverError(131000).answer();
    }

    private void lost(SimulatedNumber number, SendRequest request, int status, int code) {
        synchronized (number) {
            long nanos = ticker.getAsLong();
            number.traffic().refused(nanos);
            arrived(number, request, "", nanos, status, code);
        }
    }

    private void arrived(
            SimulatedNumber number,
            SendRequest request,
            String wamid,
            long nanos,
            int status,
            int code) {
        traces.arrivals()
                .add(
                        number.phoneNumberId(),
                        request.to(),
                        wamid,
                        request.callbackData(),
                        nanos,
                        status,
                        code);
    }

    private static Answer markAsRead(SimulatedNumber number, ObjectNode body) throws BadRequest {
        if (!"read".equals(Json.string(body, "status"))) {
            throw new BadRequest("The parameter status must be read.");
        }
        String wamid = Json.need(body, "message_id");
        synchronized (number) {
            if (number.state() != SimulatedNumber.State.CONNECTED) {
                return GraphError.of(133010).answer();
            }
            number.readByBusiness(wamid);
        }
        return Answer.success();
    }
}
