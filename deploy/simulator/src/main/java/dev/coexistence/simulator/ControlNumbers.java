package dev.coexistence.simulator;

import dev.coexistence.simulator.number.Accounts;
import dev.coexistence.simulator.number.Customers;
import dev.coexistence.simulator.number.HistoryPlan;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.Restriction;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.number.WindowReport;
import dev.coexistence.simulator.trace.Arrival;
import dev.coexistence.simulator.wire.Answer;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.Call;
import dev.coexistence.simulator.wire.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /simulator/numbers/…}: the numbers themselves, their limits and their arrivals. */
final class ControlNumbers {
    private static final int MOST_ARRIVALS = 10_000;
    private static final int MOST_AT_ONCE = 100_000;

    private final Simulator meta;
    private final Accounts accounts;
    private final Parts parts;
    private final ControlPhone phones;
    private final ControlMeasures measures;

    ControlNumbers(Simulator meta, Parts parts, ControlPhone phones) {
        this.meta = meta;
        this.parts = parts;
        this.accounts = parts.accounts;
        this.phones = phones;
        this.measures = new ControlMeasures(meta, parts);
    }

    Answer answer(Call call) throws BadRequest {
        String id = call.part(2);
        if (id.isEmpty()) {
            return call.is("POST") ? create(call) : list();
        }
        if (id.equals("bulk")) {
            return bulk(call);
        }
        SimulatedNumber number = accounts.number(id);
        if (number == null) {
            return Answer.problem(404, "unknown number");
        }
        return switch (call.part(3)) {
            case "" -> {
                if (call.is("DELETE")) {
                    accounts.remove(id);
                    yield Answer.empty();
                }
                yield Answer.json(describe(number));
            }
            case "budget" -> budget(number, call);
            case "restrict" -> {
                measures.restrict(number, call.json());
                yield Answer.json(describe(number));
            }
            case "uninstall-app" -> {
                measures.uninstall(number, call.json());
                yield Answer.json(describe(number));
            }
            case "groups" -> measures.groups(number, call);
            case "quality" -> {
                meta.rate(id, SimulatedNumber.Quality.valueOf(Json.need(call.json(), "rating")));
                yield Answer.json(describe(number));
            }
            case "arrivals" -> {
                if (call.is("DELETE")) {
                    parts.arrivals.forget(id);
                    synchronized (number) {
                        number.traffic().forget();
                    }
                    yield Answer.empty();
                }
                yield arrivals(id, call);
            }
            case "business-reads" -> businessReads(number);
            case "window" -> Answer.json(report(meta.window(id)));
            case "history" -> history(number, call);
            default -> phones.answer(number, call);
        };
    }

    /** Messages that the business said it has read, a line for each time, the oldest first. */
    private static Answer businessReads(SimulatedNumber number) {
        ArrayNode wamids = Json.array();
        number.readByBusiness().forEach(wamids::add);
        return Answer.json(wamids);
    }

    /** The judge's report of every number. */
    Answer windows() {
        ObjectNode all = Json.object();
        for (SimulatedNumber number : accounts.all()) {
            all.set(number.phoneNumberId(), report(meta.window(number.phoneNumberId())));
        }
        return Answer.json(all);
    }

    Answer arrivals(@Nullable String id, Call call) throws BadRequest {
        ArrayNode list = Json.array();
        long after;
        try {
            after = Long.parseLong(call.query().getOrDefault("after", "0"));
        } catch (NumberFormatException e) {
            throw new BadRequest("after must be a whole number");
        }
        for (Arrival arrival : parts.arrivals.after(id, after, MOST_ARRIVALS)) {
            list.addObject()
                    .put("index", arrival.index())
                    .put("phoneNumberId", arrival.phoneNumberId())
                    .put("to", arrival.to())
                    .put("wamid", arrival.wamid())
                    .put("callbackData", arrival.callbackData())
                    .put("nanos", arrival.nanos())
                    .put("status", arrival.status())
                    .put("code", arrival.code());
        }
        return Answer.json(list);
    }

    ObjectNode describe(SimulatedNumber number) {
        ObjectNode node = Json.object();
        synchronized (number) {
            node.put("phoneNumberId", number.phoneNumberId());
            node.put("wabaId", number.wabaId());
            node.put("displayPhoneNumber", number.displayPhoneNumber());
            node.put("verifiedName", number.verifiedName());
            node.put("onBusinessApp", number.isOnBusinessApp());
            node.put("state", number.state().name());
            SignUpMode mode = number.mode();
            node.put("mode", mode == null ? null : mode.name());
            node.put("registered", number.isRegistered());
            node.put("budgetPerSecond", number.budgetPerSecond());
            Restriction restriction = number.restriction();
            node.put("restriction", restriction == null ? 0 : restriction.error().code());
            node.put("qualityRating", number.quality().name());
            node.put("accessToken", accounts.newestToken(number.wabaId()));
            node.put("subscribed", accounts.waba(number.wabaId()).subscribed());
            Instant onboarded = number.onboardedAt();
            node.put("onboardedAt", onboarded == null ? null : onboarded.toString());
            Instant opened = number.handset().openedAt();
            node.put("appOpenedAt", opened == null ? null : opened.toString());
            ArrayNode asked = node.putArray("syncsAsked");
            number.asked().forEach(s -> asked.add(s.name()));
        }
        return node;
    }

    private Answer create(Call call) throws BadRequest {
        ObjectNode body = call.json();
        SimulatedNumber number = accounts.add(spec(body, Json.need(body, "displayPhoneNumber")));
        return Answer.json(201, describe(number));
    }

    private Answer bulk(Call call) throws BadRequest {
        ObjectNode body = call.json();
        int count = Json.integer(body, "count", 0);
        if (count < 1 || count > MOST_AT_ONCE) {
            throw new BadRequest("count must be 1 to " + MOST_AT_ONCE);
        }
        long first = Long.parseLong(Customers.digits(Json.string(body, "first", "+15550100000")));
        ArrayNode list = Json.array();
        for (int i = 0; i < count; i++) {
            list.add(describe(accounts.add(spec(body, "+" + (first + i)))));
        }
        return Answer.json(201, list);
    }

    private static NumberSpec spec(ObjectNode body, String displayPhoneNumber) throws BadRequest {
        return new NumberSpec(
                displayPhoneNumber,
                Json.flag(body, "onBusinessApp", true),
                Json.flag(body, "connected", false),
                Json.string(body, "verifiedName"),
                Json.string(body, "wabaId"),
                Json.string(body, "phoneNumberId"),
                Json.integer(body, "budgetPerSecond", 0),
                Json.flag(body, "windowAlwaysOpen", false));
    }

    private Answer list() {
        ArrayNode list = Json.array();
        accounts.all().forEach(n -> list.add(describe(n)));
        return Answer.json(list);
    }

    private Answer budget(SimulatedNumber number, Call call) throws BadRequest {
        ObjectNode body = call.json();
        int perSecond = Json.integer(body, "perSecond", 0);
        meta.setBudget(number.phoneNumberId(), perSecond);
        if (Json.flag(body, "announce", false)) {
            parts.events.qualityUpdate(number, "THROUGHPUT_UPGRADE");
        }
        return Answer.json(describe(number));
    }

    private static Answer history(SimulatedNumber number, Call call) throws BadRequest {
        HistoryPlan plan = HistoryJson.read(call.json());
        number.handset().share(plan);
        return Answer.json(Json.object().put("messages", plan.size()));
    }

    private static ObjectNode report(WindowReport report) {
        return Json.object()
                .put("accepted", report.accepted())
                .put("refused", report.refused())
                .put("worstSecond", report.worstSecond())
                .put("worstAccepted", report.worstAccepted())
                .put("worstCounted", report.worstCounted())
                .put("budget", report.budget())
                .put("usedShare", report.usedShare())
                .put("firstNanos", report.firstNanos())
                .put("lastNanos", report.lastNanos());
    }
}
