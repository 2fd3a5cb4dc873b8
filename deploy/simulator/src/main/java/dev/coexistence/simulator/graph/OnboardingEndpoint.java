package dev.coexistence.simulator.graph;

import dev.coexistence.simulator.number.SendRestriction;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.webhook.HistorySync;
import dev.coexistence.simulator.webhook.WebhookEvents;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.GraphError;
import dev.coexistence.simulator.wire.HttpAnswer;
import dev.coexistence.simulator.wire.HttpCall;
import dev.coexistence.simulator.wire.MetaJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The calls that make a number ready: registration, synchronisation, and reading its node. */
public final class OnboardingEndpoint {
    private static final Pattern PIN = Pattern.compile("\\d{6}");
    private static final Pattern COMMA = Pattern.compile(",");

    /** The health status names a payment issue by this code. */
    private static final int PAYMENT_IN_HEALTH = 141006;

    private static final Duration SYNC_WINDOW = Duration.ofHours(24);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx").withZone(ZoneOffset.UTC);
    private static final String USUAL_FIELDS =
            "verified_name,code_verification_status,display_phone_number,quality_rating,"
                    + "platform_type,throughput,last_onboarded_time,webhook_configuration,id";

    private final InstantSource clock;
    private final HistorySync sync;
    private final WebhookEvents events;

    public OnboardingEndpoint(InstantSource clock, HistorySync sync, WebhookEvents events) {
        this.clock = clock;
        this.sync = sync;
        this.events = events;
    }

    HttpAnswer register(SimulatedNumber number, HttpCall call) throws BadRequest {
        ObjectNode body = call.json();
        needProduct(body);
        String pin = MetaJson.string(body, "pin", "");
        synchronized (number) {
            if (number.coexists()) {
                return unavailable("register");
            }
            if (!number.countRegistration(clock.instant())) {
                return GraphError.of(133016).answer();
            }
            if (!PIN.matcher(pin).matches()) {
                throw new BadRequest("The parameter pin must have 6 digits.");
            }
            String known = number.pin();
            if (known != null && !known.equals(pin)) {
                return GraphError.of(133005).answer();
            }
            if (number.state() == SimulatedNumber.State.NEW
                    || number.state() == SimulatedNumber.State.REMOVED) {
                return GraphError.of(133006).answer();
            }
            number.register(pin);
        }
        return HttpAnswer.success();
    }

    HttpAnswer deregister(SimulatedNumber number) {
        synchronized (number) {
            if (number.coexists()) {
                return unavailable("deregister");
            }
            if (!number.countRegistration(clock.instant())) {
                return GraphError.of(133016).answer();
            }
            if (!number.isRegistered()) {
                return GraphError.of(133010).answer();
            }
            number.deregister();
        }
        return HttpAnswer.success();
    }

    HttpAnswer sync(SimulatedNumber number, HttpCall call) throws BadRequest {
        ObjectNode body = call.json();
        needProduct(body);
        SimulatedNumber.Sync kind =
                switch (MetaJson.need(body, "sync_type")) {
                    case "smb_app_state_sync" -> SimulatedNumber.Sync.CONTACTS;
                    case "history" -> SimulatedNumber.Sync.HISTORY;
                    default -> throw new BadRequest("The parameter sync_type is not valid.");
                };
        synchronized (number) {
            Instant since = number.onboardedAt();
            if (!number.coexists() || !number.onCloudApi() || since == null) {
                return GraphError.of(100, "The number is not on the WhatsApp Business app.")
                        .answer();
            }
            if (clock.instant().isAfter(since.plus(SYNC_WINDOW))) {
                return GraphError.of(2593108).answer();
            }
            if (!number.ask(kind)) {
                return GraphError.of(2593107).answer();
            }
        }
        if (kind == SimulatedNumber.Sync.CONTACTS) {
            sync.contacts(number);
        } else {
            sync.history(number);
        }
        return HttpAnswer.json(
                MetaJson.object()
                        .put("messaging_product", "whatsapp")
                        .put("request_id", "req-" + kind + "-" + number.phoneNumberId()));
    }

    /** The number node with the fields asked for. */
    ObjectNode node(SimulatedNumber number, @Nullable String fields) {
        ObjectNode all = allFields(number);
        List<String> wanted = Arrays.asList(COMMA.split(fields == null ? USUAL_FIELDS : fields));
        ObjectNode node = MetaJson.object();
        for (String field : wanted) {
            String name = field.strip();
            if (all.has(name)) {
                node.set(name, all.get(name));
            }
        }
        node.put("id", number.phoneNumberId());
        return node;
    }

    private ObjectNode allFields(SimulatedNumber number) {
        ObjectNode node = MetaJson.object();
        synchronized (number) {
            boolean onCloud = number.onCloudApi();
            boolean works = onCloud && number.state() == SimulatedNumber.State.CONNECTED;
            node.put("display_phone_number", number.displayPhoneNumber());
            node.put("verified_name", number.verifiedName());
            node.put("quality_rating", number.quality().name());
            node.put("status", works ? "CONNECTED" : onCloud ? "UNLINKED" : "PENDING");
            node.put("code_verification_status", "VERIFIED");
            node.put("name_status", "APPROVED");
            node.put("account_mode", "LIVE");
            node.put("platform_type", onCloud ? "CLOUD_API" : "NOT_APPLICABLE");
            node.put("is_on_biz_app", number.isOnBusinessApp());
            node.put("is_official_business_account", false);
            node.put("is_pin_enabled", number.pin() != null);
            node.putObject("throughput")
                    .put("level", number.budgetPerSecond() >= 1000 ? "HIGH" : "STANDARD");
            node.set("webhook_configuration", events.configuration(number));
            Instant onboarded = number.onboardedAt();
            if (onboarded != null) {
                node.put("last_onboarded_time", TIME.format(onboarded));
            }
            node.set("health_status", health(number, works));
        }
        return node;
    }

    /** Meta's health status: whether the number can send, and the reason where it cannot. */
    private static ObjectNode health(SimulatedNumber number, boolean works) {
        SendRestriction restriction = number.restriction();
        String can =
                !works || (restriction != null && restriction.scope() == SendRestriction.Scope.ALL)
                        ? "BLOCKED"
                        : restriction == null ? "AVAILABLE" : "LIMITED";
        ObjectNode health = MetaJson.object().put("can_send_message", can);
        ObjectNode entity = health.putArray("entities").addObject();
        entity.put("entity_type", "PHONE_NUMBER");
        entity.put("id", number.phoneNumberId());
        entity.put("can_send_message", can);
        if (restriction != null) {
            int code = restriction.error().code();
            entity.putArray("errors")
                    .addObject()
                    .put("error_code", code == 131042 ? PAYMENT_IN_HEALTH : code)
                    .put("error_description", restriction.error().details())
                    .put("possible_solution", "See WhatsApp Manager.");
        }
        return health;
    }

    private static HttpAnswer unavailable(String endpoint) {
        return GraphError.of(
                        100, "The " + endpoint + " endpoint is not available for SMB businesses.")
                .answer();
    }

    private static void needProduct(ObjectNode body) throws BadRequest {
        if (!"whatsapp".equals(MetaJson.string(body, "messaging_product"))) {
            throw new BadRequest("The parameter messaging_product is required.");
        }
    }
}
