package dev.coexistence.simulator;

import dev.coexistence.simulator.graph.App;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.webhook.DeliveryPlan;
import dev.coexistence.simulator.webhook.StatusPlan;
import dev.coexistence.simulator.webhook.WebhookReport;
import dev.coexistence.simulator.wire.Answer;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.Call;
import dev.coexistence.simulator.wire.Json;
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
    private final Parts parts;
    private final ControlNumbers numbers;
    private final Popup popup;

    ControlApi(Simulator meta, Parts parts) {
        this.meta = meta;
        this.parts = parts;
        this.popup = new Popup(meta, parts.accounts);
        this.numbers = new ControlNumbers(meta, parts, new ControlPhone(meta));
    }

    Answer answer(Call call) {
        try {
            return switch (call.part(1)) {
                case "health" -> Answer.json(Json.object().put("status", "UP"));
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
                                .map(ControlApi::stored)
                                .orElse(Answer.problem(404, "no such message is remembered"));
                case "reset" -> reset();
                default -> Answer.problem(404, "there is no /simulator/" + call.part(1));
            };
        } catch (BadRequest | IllegalArgumentException e) {
            return Answer.problem(400, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            return Answer.problem(409, String.valueOf(e.getMessage()));
        }
    }

    private static Answer stored(String body) {
        try {
            return Answer.json(Json.read(body));
        } catch (BadRequest e) {
            throw new IllegalStateException("what was written can be read", e);
        }
    }

    private Answer signUp(Call call) throws BadRequest {
        ObjectNode body = call.json();
        SimulatedNumber number = find(body);
        if (number == null) {
            return Answer.problem(404, "unknown number");
        }
        return Popup.handedOver(meta.signUp(number.phoneNumberId(), Popup.mode(body)));
    }

    private @Nullable SimulatedNumber find(ObjectNode body) throws BadRequest {
        String id = Json.string(body, "phoneNumberId");
        return id == null
                ? parts.accounts.byPhone(Json.need(body, "phoneNumber"))
                : parts.accounts.number(id);
    }

    private Answer arrivals(Call call) throws BadRequest {
        if (call.is("DELETE")) {
            meta.forgetArrivals();
            return Answer.empty();
        }
        if (call.part(2).equals("total")) {
            return Answer.json(
                    Json.object()
                            .put("seen", parts.arrivals.seen())
                            .put("accepted", parts.arrivals.accepted()));
        }
        return numbers.arrivals(null, call);
    }

    private Answer faults(Call call) throws BadRequest {
        switch (call.method()) {
            case "POST" -> {
                return Answer.json(
                        Json.object().put("id", meta.faults().add(FaultJson.read(call.json()))));
            }
            case "DELETE" -> {
                if (call.part(2).isEmpty()) {
                    meta.faults().clear();
                } else {
                    meta.faults().remove(Long.parseLong(call.part(2)));
                }
                return Answer.empty();
            }
            default -> {
                ArrayNode all = Json.array();
                meta.faults().all().forEach((id, f) -> all.add(FaultJson.write(id, f)));
                return Answer.json(all);
            }
        }
    }

    private Answer clock(Call call) throws BadRequest {
        ObjectNode body = call.json();
        Duration advance = Json.duration(body, "advance");
        if (advance != null) {
            meta.clock().advance(advance);
        }
        String now = Json.string(body, "now");
        if (now != null) {
            try {
                meta.clock().set(Instant.parse(now));
            } catch (DateTimeParseException e) {
                throw new BadRequest("now must be an instant such as 2026-12-01T00:00:00Z");
            }
        }
        return Answer.json(Json.object().put("now", meta.clock().instant().toString()));
    }

    private Answer webhook(Call call) throws BadRequest {
        if (call.is("PUT") || call.is("POST")) {
            ObjectNode body = call.json();
            String url = Json.string(body, "url");
            App app = parts.settings.app();
            if (url == null) {
                parts.webhooks.deliverNowhere();
            } else {
                parts.webhooks.deliverTo(
                        URI.create(url),
                        Json.string(body, "appSecret", app.secret()),
                        Json.string(body, "verifyToken", app.verifyToken()));
            }
            if (Json.flag(body, "verify", false)) {
                return new Answer.Eventually(
                        CompletableFuture.supplyAsync(meta::verifyWebhook)
                                .thenApply(this::webhookNow));
            }
        }
        return webhookNow(null);
    }

    private Answer webhookNow(@Nullable Boolean verified) {
        URI target = parts.webhooks.target();
        ObjectNode answer = Json.object().put("url", target == null ? null : target.toString());
        if (verified != null) {
            answer.put("verified", verified);
        }
        return Answer.json(answer);
    }

    private Answer webhooks(Call call) throws BadRequest {
        ObjectNode body = call.json();
        switch (call.part(2)) {
            case "redeliver" -> {
                int again = meta.redeliver(Json.integer(body, "last", 1));
                return Answer.json(Json.object().put("redelivered", again));
            }
            case "events" -> {
                String field = Json.need(body, "field");
                if (!(body.get("value") instanceof ObjectNode value)) {
                    throw new BadRequest("value is missing");
                }
                String waba = Json.string(body, "wabaId");
                if (waba != null) {
                    parts.events.account(waba, field, value);
                } else {
                    SimulatedNumber number = meta.number(Json.need(body, "phoneNumberId"));
                    parts.events.message(number, field, value);
                }
                return Answer.empty();
            }
            default -> {
                WebhookReport report = meta.webhookReport();
                return Answer.json(
                        Json.object()
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

    private Answer delivery(Call call) throws BadRequest {
        ObjectNode body = call.json();
        DeliveryPlan now = parts.webhooks.plan();
        meta.setDelivery(
                new DeliveryPlan(
                        Json.integer(body, "batch", now.batch()),
                        Json.duration(body, "batchWait", now.batchWait()),
                        body.path("duplicates").asDouble(now.duplicates()),
                        Json.duration(body, "delayMin", now.delayMin()),
                        Json.duration(body, "delayMax", now.delayMax()),
                        Json.duration(body, "retryFirst", now.retryFirst()),
                        Json.duration(body, "retryMax", now.retryMax()),
                        Json.duration(body, "giveUpAfter", now.giveUpAfter()),
                        Json.integer(body, "concurrency", now.concurrency())));
        return Answer.empty();
    }

    private Answer statuses(Call call) throws BadRequest {
        ObjectNode body = call.json();
        meta.setStatuses(
                new StatusPlan(
                        Json.duration(body, "sentAfter"),
                        Json.duration(body, "deliveredAfter"),
                        Json.duration(body, "readAfter")));
        return Answer.empty();
    }

    private Answer latency(Call call) throws BadRequest {
        ObjectNode body = call.json();
        Duration min = Json.duration(body, "min");
        Duration max = Json.duration(body, "max");
        if (min != null && max != null) {
            meta.setLatency(min, max, body.path("seed").asLong(1));
        } else {
            meta.setLatency(Json.duration(body, "fixed", Duration.ZERO));
        }
        return Answer.empty();
    }

    private Answer reset() {
        meta.faults().clear();
        meta.forgetArrivals();
        parts.accounts.clear();
        parts.templates.clear();
        parts.webhooks.plan(parts.settings.delivery());
        meta.setStatuses(parts.settings.statuses());
        meta.setLatency(parts.settings.latency());
        return Answer.empty();
    }
}
