package dev.coexistence.simulator.graph;

import dev.coexistence.simulator.fault.ActiveFaults;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberTraffic;
import dev.coexistence.simulator.number.SendRestriction;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.template.MessageTemplate;
import dev.coexistence.simulator.template.TemplateCatalogue;
import dev.coexistence.simulator.trace.ArrivalLog;
import dev.coexistence.simulator.trace.MessageLedger;
import dev.coexistence.simulator.trace.SentMessage;
import dev.coexistence.simulator.webhook.StatusSchedule;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.GraphError;
import dev.coexistence.simulator.wire.HttpAnswer;
import dev.coexistence.simulator.wire.HttpCall;
import dev.coexistence.simulator.wire.MetaJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /{phone}/messages}: refuses or accepts, and says what follows. */
public final class MessagesEndpoint {
    private final EnforcedLimits rules;
    private final LongSupplier ticker;
    private final InstantSource clock;
    private final ActiveFaults faults;
    private final TemplateCatalogue templates;
    private final Traces traces;

    /** Traces of a message. */
    public record Traces(ArrivalLog arrivals, MessageLedger ledger, StatusSchedule statuses) {}

    public MessagesEndpoint(
            EnforcedLimits rules,
            LongSupplier ticker,
            InstantSource clock,
            ActiveFaults faults,
            TemplateCatalogue templates,
            Traces traces) {
        this.rules = rules;
        this.ticker = ticker;
        this.clock = clock;
        this.faults = faults;
        this.templates = templates;
        this.traces = traces;
    }

    HttpAnswer post(SimulatedNumber number, HttpCall call) {
        try {
            ObjectNode body = call.json();
            if (!"whatsapp".equals(MetaJson.string(body, "messaging_product"))) {
                throw new BadRequest("The parameter messaging_product is required.");
            }
            if (MetaJson.has(body, "status")) {
                return markAsRead(number, body);
            }
            return send(number, SendRequest.read(body));
        } catch (BadRequest e) {
            return GraphError.of(100, String.valueOf(e.getMessage())).answer();
        }
    }

    private HttpAnswer send(SimulatedNumber number, SendRequest request) {
        List<Fault> struck =
                faults.strike("messages", number.phoneNumberId(), request.recipientInput());
        HttpAnswer answer = beforeAcceptance(number, request, struck);
        if (answer == null) {
            answer =
                    switch (decide(number, request, answerTo(struck))) {
                        case SendVerdict.Refused(GraphError error) -> error.answer();
                        case SendVerdict.Accepted(SentMessage sent) -> {
                            traces.ledger().add(sent, request.body());
                            traces.statuses().follow(number, sent, struck);
                            yield afterAcceptance(request, sent, struck);
                        }
                    };
        }
        for (Fault fault : struck) {
            Duration delay = fault.delay();
            if (fault.kind() == Fault.Kind.LATENCY && delay != null) {
                answer = new HttpAnswer.Late(answer, delay);
            }
        }
        return answer;
    }

    /** The provider's decision; the stamp is taken where it is made. */
    private SendVerdict decide(SimulatedNumber number, SendRequest request, int status) {
        Instant now = clock.instant();
        synchronized (number) {
            long nanos = ticker.getAsLong();
            GraphError refusal = refusal(number, request, nanos, now);
            if (refusal != null) {
                number.traffic().recordRefused(nanos);
                recordArrival(number, request, "", nanos, refusal.status(), refusal.code());
                return new SendVerdict.Refused(refusal);
            }
            number.traffic().recordAccepted(request.recipientInput(), nanos, now.toEpochMilli());
            String wamid = traces.ledger().wamid();
            recordArrival(number, request, wamid, nanos, status, 0);
            return new SendVerdict.Accepted(
                    new SentMessage(
                            wamid,
                            request.recipient(),
                            request.callbackData(),
                            request.template() ? category(number, request) : ""));
        }
    }

    private String category(SimulatedNumber number, SendRequest request) {
        MessageTemplate template = template(number, request);
        return (template == null ? "MARKETING" : template.category()).toLowerCase(Locale.ROOT);
    }

    private @Nullable MessageTemplate template(SimulatedNumber number, SendRequest request) {
        return templates.find(number.wabaId(), request.content());
    }

    private @Nullable GraphError refusal(
            SimulatedNumber number, SendRequest request, long nanos, Instant now) {
        NumberTraffic traffic = number.traffic();
        SendRestriction restriction = number.restriction();
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
        if (rules.window() && !request.template() && !traffic.open(request.recipientInput(), now)) {
            return GraphError.of(131047);
        }
        if (rules.pairLimit() && !traffic.admits(request.recipientInput(), now.toEpochMilli())) {
            return GraphError.of(131056);
        }
        return null;
    }

    /** The fault of this message at any time; null where it has none. */
    private @Nullable GraphError contentRefusal(SimulatedNumber number, SendRequest request) {
        if (request.recipient().isGroup()) {
            if (number.coexists()) {
                return GraphError.of(131215);
            }
            if (!number.audience().hasGroup(request.recipientInput())) {
                return GraphError.unknownObject(request.recipientInput());
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
        MessageTemplate template = template(number, request);
        boolean unwanted =
                template != null
                        && template.marketing()
                        && number.audience().wantsNoMarketing(request.recipientInput());
        return unwanted ? GraphError.of(131050) : null;
    }

    private @Nullable HttpAnswer beforeAcceptance(
            SimulatedNumber number, SendRequest request, List<Fault> struck) {
        for (Fault fault : struck) {
            switch (fault.kind()) {
                case REFUSE -> {
                    GraphError error = fault.error();
                    recordLost(number, request, error.status(), error.code());
                    return error.answer();
                }
                case TIMEOUT_BEFORE_ACCEPTANCE -> {
                    recordLost(number, request, 0, 0);
                    return new HttpAnswer.Silence(fault.hang());
                }
                case ERROR_BEFORE_ACCEPTANCE -> {
                    recordLost(number, request, fault.status(), 0);
                    return serverError(fault);
                }
                case RESET_BEFORE_ACCEPTANCE -> {
                    recordLost(number, request, 0, 0);
                    return new HttpAnswer.Reset();
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

    private HttpAnswer afterAcceptance(SendRequest request, SentMessage sent, List<Fault> struck) {
        for (Fault fault : struck) {
            switch (fault.kind()) {
                case TIMEOUT_AFTER_ACCEPTANCE -> {
                    return new HttpAnswer.Silence(fault.hang());
                }
                case ERROR_AFTER_ACCEPTANCE -> {
                    return serverError(fault);
                }
                case RESET_AFTER_ACCEPTANCE -> {
                    return new HttpAnswer.Reset();
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
        return HttpAnswer.json(request.acceptance(sent));
    }

    /** The status that the arrival records if the message is accepted. */
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

    private static HttpAnswer serverError(Fault fault) {
        return fault.serverError(131000).answer();
    }

    private void recordLost(SimulatedNumber number, SendRequest request, int status, int code) {
        synchronized (number) {
            long nanos = ticker.getAsLong();
            number.traffic().recordRefused(nanos);
            recordArrival(number, request, "", nanos, status, code);
        }
    }

    private void recordArrival(
            SimulatedNumber number,
            SendRequest request,
            String wamid,
            long nanos,
            int status,
            int code) {
        traces.arrivals()
                .add(
                        number.phoneNumberId(),
                        request.recipientInput(),
                        wamid,
                        request.callbackData(),
                        nanos,
                        status,
                        code);
    }

    private static HttpAnswer markAsRead(SimulatedNumber number, ObjectNode body)
            throws BadRequest {
        if (!"read".equals(MetaJson.string(body, "status"))) {
            throw new BadRequest("The parameter status must be read.");
        }
        String wamid = MetaJson.need(body, "message_id");
        synchronized (number) {
            if (number.state() != SimulatedNumber.State.CONNECTED) {
                return GraphError.of(133010).answer();
            }
            number.readByBusiness(wamid);
        }
        return HttpAnswer.success();
    }
}
