package dev.coexistence.simulator;

import dev.coexistence.simulator.number.AccountDirectory;
import dev.coexistence.simulator.number.CustomerIds;
import dev.coexistence.simulator.number.HistoryPlan;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SendRestriction;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.number.WindowReport;
import dev.coexistence.simulator.trace.Arrival;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.HttpAnswer;
import dev.coexistence.simulator.wire.HttpCall;
import dev.coexistence.simulator.wire.MetaJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /simulator/numbers/…}: the numbers themselves, their limits and their arrivals. */
final class ControlNumbers {
    private static final int MOST_ARRIVALS = 10_000;
    private static final int MOST_AT_ONCE = 100_000;

    private final Simulator meta;
    private final AccountDirectory accounts;
    private final SimulatorAssembly parts;
    private final ControlPhone phones;
    private final ControlMeasures measures;

    ControlNumbers(Simulator meta, SimulatorAssembly parts, ControlPhone phones) {
        this.meta = meta;
        this.parts = parts;
        this.accounts = parts.accounts;
        this.phones = phones;
        this.measures = new ControlMeasures(meta, parts);
    }

    HttpAnswer answer(HttpCall call) throws BadRequest {
        String id = call.part(2);
        if (id.isEmpty()) {
            return call.is("POST") ? create(call) : list();
        }
        if (id.equals("bulk")) {
            return bulk(call);
        }
        SimulatedNumber number = accounts.number(id);
        if (number == null) {
            return HttpAnswer.problem(404, "unknown number");
        }
        return switch (call.part(3)) {
            case "" -> {
                if (call.is("DELETE")) {
                    accounts.remove(id);
                    yield HttpAnswer.empty();
                }
                yield HttpAnswer.json(describe(number));
            }
            case "budget" -> budget(number, call);
            case "restrict" -> {
                measures.restrict(number, call.json());
                yield HttpAnswer.json(describe(number));
            }
            case "uninstall-app" -> {
                measures.uninstall(number, call.json());
                yield HttpAnswer.json(describe(number));
            }
            case "groups" -> measures.groups(number, call);
            case "quality" -> {
                meta.rate(
                        id, SimulatedNumber.Quality.valueOf(MetaJson.need(call.json(), "rating")));
                yield HttpAnswer.json(describe(number));
            }
            case "arrivals" -> {
                if (call.is("DELETE")) {
                    parts.arrivals.forget(id);
                    synchronized (number) {
                        number.traffic().forget();
                    }
                    yield HttpAnswer.empty();
                }
                yield arrivals(id, call);
            }
            case "business-reads" -> businessReads(number);
            case "window" -> HttpAnswer.json(report(meta.window(id)));
            case "history" -> history(number, call);
            default -> phones.answer(number, call);
        };
    }

    /** Messages that the business said it has read, a line for each time, the oldest first. */
    private static HttpAnswer businessReads(SimulatedNumber number) {
        ArrayNode wamids = MetaJson.array();
        number.readByBusiness().forEach(wamids::add);
        return HttpAnswer.json(wamids);
    }

    /** The judge's report of every number. */
    HttpAnswer windows() {
        ObjectNode all = MetaJson.object();
        for (SimulatedNumber number : accounts.all()) {
            all.set(number.phoneNumberId(), report(meta.window(number.phoneNumberId())));
        }
        return HttpAnswer.json(all);
    }

    HttpAnswer arrivals(@Nullable String id, HttpCall call) throws BadRequest {
        ArrayNode list = MetaJson.array();
        long after;
        try {
            after = Long.parseLong(call.query().getOrDefault("after", "0"));
        } catch (NumberFormatException e) {
            throw new BadRequest("after must be a whole number");
        }
        for (Arrival arrival : parts.arrivals.listAfter(id, after, MOST_ARRIVALS)) {
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
        return HttpAnswer.json(list);
    }

    ObjectNode describe(SimulatedNumber number) {
        ObjectNode node = MetaJson.object();
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
            SendRestriction restriction = number.restriction();
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

    private HttpAnswer create(HttpCall call) throws BadRequest {
        ObjectNode body = call.json();
        SimulatedNumber number =
                accounts.add(spec(body, MetaJson.need(body, "displayPhoneNumber")));
        return HttpAnswer.json(201, describe(number));
    }

    private HttpAnswer bulk(HttpCall call) throws BadRequest {
        ObjectNode body = call.json();
        int count = MetaJson.integer(body, "count", 0);
        if (count < 1 || count > MOST_AT_ONCE) {
            throw new BadRequest("count must be 1 to " + MOST_AT_ONCE);
        }
        long first =
                Long.parseLong(CustomerIds.digits(MetaJson.string(body, "first", "+15550100000")));
        ArrayNode list = MetaJson.array();
        for (int i = 0; i < count; i++) {
            list.add(describe(accounts.add(spec(body, "+" + (first + i)))));
        }
        return HttpAnswer.json(201, list);
    }

    private static NumberSpec spec(ObjectNode body, String displayPhoneNumber) throws BadRequest {
        return new NumberSpec(
                displayPhoneNumber,
                MetaJson.flag(body, "onBusinessApp", true),
                MetaJson.flag(body, "connected", false),
                MetaJson.string(body, "verifiedName"),
                MetaJson.string(body, "wabaId"),
                MetaJson.string(body, "phoneNumberId"),
                MetaJson.integer(body, "budgetPerSecond", 0),
                MetaJson.flag(body, "windowAlwaysOpen", false));
    }

    private HttpAnswer list() {
        ArrayNode list = MetaJson.array();
        accounts.all().forEach(n -> list.add(describe(n)));
        return HttpAnswer.json(list);
    }

    private HttpAnswer budget(SimulatedNumber number, HttpCall call) throws BadRequest {
        ObjectNode body = call.json();
        int perSecond = MetaJson.integer(body, "perSecond", 0);
        meta.setBudget(number.phoneNumberId(), perSecond);
        if (MetaJson.flag(body, "announce", false)) {
            parts.events.qualityUpdate(number, "THROUGHPUT_UPGRADE");
        }
        return HttpAnswer.json(describe(number));
    }

    private static HttpAnswer history(SimulatedNumber number, HttpCall call) throws BadRequest {
        HistoryPlan plan = HistoryJson.read(call.json());
        number.handset().share(plan);
        return HttpAnswer.json(MetaJson.object().put("messages", plan.size()));
    }

    private static ObjectNode report(WindowReport report) {
        return MetaJson.object()
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
