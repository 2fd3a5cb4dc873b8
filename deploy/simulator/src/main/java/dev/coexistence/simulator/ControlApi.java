package dev.coexistence.simulator;

import dev.coexistence.simulator.graph.MetaApp;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.webhook.DeliveryPlan;
import dev.coexistence.simulator.webhook.StatusPlan;
import dev.coexistence.simulator.webhook.WebhookReport;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.HttpAnswer;
import dev.coexistence.simulator.wire.HttpCall;
import dev.coexistence.simulator.wire.MetaJson;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /simulator/…}: what a script does to the simulator as a whole. */
final class ControlApi {
    private final Simulator meta;
    private final SimulatorAssembly parts;
    private final ControlNumbers numbers;
    private final SignUpPopup popup;

    ControlApi(Simulator meta, SimulatorAssembly parts) {
        this.meta = meta;
        this.parts = parts;
        this.popup = new SignUpPopup(meta, parts.accounts);
        this.numbers = new ControlNumbers(meta, parts, new ControlPhone(meta));
    }

    HttpAnswer answer(HttpCall call) {
        try {
            return switch (call.part(1)) {
                case "health" -> HttpAnswer.json(MetaJson.object().put("status", "UP"));
                case "numbers" -> numbers.answer(call);
                case "signups" -> signUp(call);
                case "popup" -> popup.answer(call);
                case "arrivals" -> arrivals(call);
                case "window" -> numbers.windows();
                case "faults" -> faults(call);
                case "templates" -> new ControlMeasures(meta, parts).templates(call);
                case "clock" -> clock(call);
                case "webhook" -> webhook(call);
                case "webhooks" -> webhooks(call);
                case "delivery" -> delivery(call);
                case "statuses" -> statuses(call);
                case "latency" -> latency(call);
                case "sent" ->
                        meta.sentBody(call.part(2))
                                .map(ControlApi::storeLocation)
                                .orElse(HttpAnswer.problem(404, "no such message is remembered"));
                case "reset" -> reset();
                default -> HttpAnswer.problem(404, "there is no /simulator/" + call.part(1));
            };
        } catch (BadRequest | IllegalArgumentException e) {
            return HttpAnswer.problem(400, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            return HttpAnswer.problem(409, String.valueOf(e.getMessage()));
        }
    }

    private static HttpAnswer storeLocation(String body) {
        try {
            return HttpAnswer.json(MetaJson.read(body));
        } catch (BadRequest e) {
            throw new IllegalStateException("what was written can be read", e);
        }
    }

    private HttpAnswer signUp(HttpCall call) throws BadRequest {
        ObjectNode body = call.json();
        SimulatedNumber number = find(body);
        if (number == null) {
            return HttpAnswer.problem(404, "unknown number");
        }
        return SignUpPopup.answerWith(meta.signUp(number.phoneNumberId(), SignUpPopup.mode(body)));
    }

    private @Nullable SimulatedNumber find(ObjectNode body) throws BadRequest {
        String id = MetaJson.string(body, "phoneNumberId");
        return id == null
                ? parts.accounts.byPhone(MetaJson.need(body, "phoneNumber"))
                : parts.accounts.number(id);
    }

    private HttpAnswer arrivals(HttpCall call) throws BadRequest {
        if (call.is("DELETE")) {
            meta.forgetArrivals();
            return HttpAnswer.empty();
        }
        if (call.part(2).equals("total")) {
            return HttpAnswer.json(
                    MetaJson.object()
                            .put("seen", parts.arrivals.count())
                            .put("accepted", parts.arrivals.accepted()));
        }
        return numbers.arrivals(null, call);
    }

    private HttpAnswer faults(HttpCall call) throws BadRequest {
        switch (call.method()) {
            case "POST" -> {
                return HttpAnswer.json(
                        MetaJson.object()
                                .put("id", meta.faults().add(FaultJson.read(call.json()))));
            }
            case "DELETE" -> {
                if (call.part(2).isEmpty()) {
                    meta.faults().clear();
                } else {
                    meta.faults().remove(Long.parseLong(call.part(2)));
                }
                return HttpAnswer.empty();
            }
            default -> {
                ArrayNode all = MetaJson.array();
                meta.faults().all().forEach((id, f) -> all.add(FaultJson.write(id, f)));
                return HttpAnswer.json(all);
            }
        }
    }

    private HttpAnswer clock(HttpCall call) throws BadRequest {
        ObjectNode body = call.json();
        Duration advance = MetaJson.duration(body, "advance");
        if (advance != null) {
            meta.clock().advance(advance);
        }
        String now = MetaJson.string(body, "now");
        if (now != null) {
            try {
                meta.clock().set(Instant.parse(now));
            } catch (DateTimeParseException e) {
                throw new BadRequest("now must be an instant such as 2026-12-01T00:00:00Z");
            }
        }
        return HttpAnswer.json(MetaJson.object().put("now", meta.clock().instant().toString()));
    }

    private HttpAnswer webhook(HttpCall call) throws BadRequest {
        if (call.is("PUT") || call.is("POST")) {
            ObjectNode body = call.json();
            String url = MetaJson.string(body, "url");
            MetaApp app = parts.settings.app();
            if (url == null) {
                parts.webhooks.deliverNowhere();
            } else {
                parts.webhooks.deliverTo(
                        URI.create(url),
                        MetaJson.string(body, "appSecret", app.secret()),
                        MetaJson.string(body, "verifyToken", app.verifyToken()));
            }
            if (MetaJson.flag(body, "verify", false)) {
                return new HttpAnswer.Eventually(
                        CompletableFuture.supplyAsync(meta::verifyWebhook)
                                .thenApply(this::webhookNow));
            }
        }
        return webhookNow(null);
    }

    private HttpAnswer webhookNow(@Nullable Boolean verified) {
        URI target = parts.webhooks.target();
        ObjectNode answer = MetaJson.object().put("url", target == null ? null : target.toString());
        if (verified != null) {
            answer.put("verified", verified);
        }
        return HttpAnswer.json(answer);
    }

    private HttpAnswer webhooks(HttpCall call) throws BadRequest {
        ObjectNode body = call.json();
        switch (call.part(2)) {
            case "redeliver" -> {
                int again = meta.redeliver(MetaJson.integer(body, "last", 1));
                return HttpAnswer.json(MetaJson.object().put("redelivered", again));
            }
            case "events" -> {
                String field = MetaJson.need(body, "field");
                if (!(body.get("value") instanceof ObjectNode value)) {
                    throw new BadRequest("value is missing");
                }
                String waba = MetaJson.string(body, "wabaId");
                if (waba != null) {
                    parts.events.account(waba, field, value);
                } else {
                    SimulatedNumber number = meta.number(MetaJson.need(body, "phoneNumberId"));
                    parts.events.message(number, field, value);
                }
                return HttpAnswer.empty();
            }
            default -> {
                WebhookReport report = meta.webhookReport();
                return HttpAnswer.json(
                        MetaJson.object()
                                .put("delivered", report.delivered())
                                .put("attempts", report.attempts())
                                .put("retried", report.retried())
                                .put("pending", report.pending())
                                .put("dropped", report.dropped())
                                .put("givenUp", report.givenUp())
                                .put("lastStatus", report.lastStatus()));
            }
        }
    }

    private HttpAnswer delivery(HttpCall call) throws BadRequest {
        ObjectNode body = call.json();
        DeliveryPlan now = parts.webhooks.plan();
        meta.setDelivery(
                new DeliveryPlan(
                        MetaJson.integer(body, "batch", now.batch()),
                        MetaJson.duration(body, "batchWait", now.batchWait()),
                        body.path("duplicates").asDouble(now.duplicates()),
                        MetaJson.duration(body, "delayMin", now.delayMin()),
                        MetaJson.duration(body, "delayMax", now.delayMax()),
                        MetaJson.duration(body, "retryFirst", now.retryFirst()),
                        MetaJson.duration(body, "retryMax", now.retryMax()),
                        MetaJson.duration(body, "giveUpAfter", now.giveUpAfter()),
                        MetaJson.integer(body, "concurrency", now.concurrency())));
        return HttpAnswer.empty();
    }

    private HttpAnswer statuses(HttpCall call) throws BadRequest {
        ObjectNode body = call.json();
        meta.setStatuses(
                new StatusPlan(
                        MetaJson.duration(body, "sentAfter"),
                        MetaJson.duration(body, "deliveredAfter"),
                        MetaJson.duration(body, "readAfter")));
        return HttpAnswer.empty();
    }

    private HttpAnswer latency(HttpCall call) throws BadRequest {
        ObjectNode body = call.json();
        Duration min = MetaJson.duration(body, "min");
        Duration max = MetaJson.duration(body, "max");
        if (min != null && max != null) {
            meta.setLatency(min, max, body.path("seed").asLong(1));
        } else {
            meta.setLatency(MetaJson.duration(body, "fixed", Duration.ZERO));
        }
        return HttpAnswer.empty();
    }

    private HttpAnswer reset() {
        meta.faults().clear();
        meta.forgetArrivals();
        parts.accounts.clear();
        parts.templates.clear();
        parts.webhooks.plan(parts.settings.delivery());
        meta.setStatuses(parts.settings.statuses());
        meta.setLatency(parts.settings.latency());
        return HttpAnswer.empty();
    }
}
