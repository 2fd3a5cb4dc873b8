package dev.coexistence.simulator.graph;

import dev.coexistence.simulator.fault.ActiveFaults;
import dev.coexistence.simulator.media.MediaEndpoint;
import dev.coexistence.simulator.number.AccountDirectory;
import dev.coexistence.simulator.number.SendRestriction;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.template.TemplateCatalogue;
import dev.coexistence.simulator.webhook.WebhookSender;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.GraphError;
import dev.coexistence.simulator.wire.HttpAnswer;
import dev.coexistence.simulator.wire.HttpCall;
import dev.coexistence.simulator.wire.MetaJson;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds out what a Graph request is about and who may ask. */
public final class GraphApi {
    private final Access access;
    private final AccountDirectory accounts;
    private final OnboardingEndpoint onboarding;
    private final MessagesEndpoint messages;
    private final MediaEndpoint media;
    private final FaultInjector injector;
    private final TemplateCatalogue templates;
    private final WebhookSender webhooks;

    /**
     * Access rules of the Graph API.
     *
     * @param app the one app known here
     * @param checked whether a valid token is asked for
     */
    public record Access(MetaApp app, AccountDirectory accounts, boolean checked) {}

    public GraphApi(
            Access access,
            OnboardingEndpoint onboarding,
            MessagesEndpoint messages,
            MediaEndpoint media,
            ActiveFaults faults,
            TemplateCatalogue templates,
            WebhookSender webhooks) {
        this.access = access;
        this.accounts = access.accounts();
        this.onboarding = onboarding;
        this.messages = messages;
        this.media = media;
        this.injector = new FaultInjector(faults);
        this.templates = templates;
        this.webhooks = webhooks;
    }

    /** Answers a call whose path starts with the version. */
    public HttpAnswer answer(HttpCall call) {
        String node = call.part(1);
        String edge = call.part(2);
        try {
            if (node.equals("oauth") && edge.equals("access_token")) {
                return injector.run("access_token", "", () -> exchange(call));
            }
            if (node.equals("debug_token")) {
                return debugToken(call);
            }
            String waba = call.token() == null ? null : accounts.wabaOf(call.token());
            if (waba == null && access.checked()) {
                return GraphError.of(190).answer();
            }
            SimulatedNumber number = accounts.number(node);
            GraphError shut = node.isEmpty() || isSend(number, edge, call) ? null : shut(waba);
            if (shut != null) {
                return shut.answer();
            }
            if (number != null) {
                return waba == null || waba.equals(number.wabaId())
                        ? number(number, edge, call)
                        : GraphError.of(200).answer();
            }
            if (accounts.knowsWaba(node)) {
                return waba == null || waba.equals(node)
                        ? waba(node, edge, call)
                        : GraphError.of(200).answer();
            }
            HttpAnswer file = media.item(node, waba, call);
            return file == null ? GraphError.unknownObject(node).answer() : file;
        } catch (BadRequest e) {
            return GraphError.of(100, String.valueOf(e.getMessage())).answer();
        }
    }

    /** Sends are refused where their arrival is noted. */
    private static boolean isSend(@Nullable SimulatedNumber number, String edge, HttpCall call) {
        return number != null && edge.equals("messages") && call.is("POST");
    }

    /** Answers a call to the address that a media item gave. */
    public HttpAnswer download(HttpCall call) {
        String token = call.token();
        return media.download(
                call, token == null ? null : accounts.wabaOf(token), access.checked());
    }

    private HttpAnswer number(SimulatedNumber number, String edge, HttpCall call)
            throws BadRequest {
        if (isSend(number, edge, call)) {
            return messages.post(number, call);
        }
        return injector.run(
                edge.isEmpty() ? "phone_number" : edge,
                number.phoneNumberId(),
                () ->
                        switch (call.method() + " " + edge) {
                            case "GET " ->
                                    HttpAnswer.json(
                                            onboarding.node(number, call.query().get("fields")));
                            case "POST register" -> onboarding.register(number, call);
                            case "POST deregister" -> onboarding.deregister(number);
                            case "POST smb_app_data" -> onboarding.sync(number, call);
                            case "POST media" -> media.upload(number.wabaId(), call);
                            case "POST " -> settings(number, call);
                            default -> unknown(edge);
                        });
    }

    private HttpAnswer waba(String waba, String edge, HttpCall call) throws BadRequest {
        return injector.run(
                edge.isEmpty() ? "waba" : edge,
                waba,
                () ->
                        switch (call.method() + " " + edge) {
                            case "GET " ->
                                    HttpAnswer.json(
                                            MetaJson.object()
                                                    .put("id", waba)
                                                    .put("name", "Sample WABA"));
                            case "GET phone_numbers" ->
                                    phoneNumbers(waba, call.query().get("fields"));
                            case "GET message_templates" -> templates(waba);
                            case "GET subscribed_apps" -> subscriptions(waba);
                            case "POST subscribed_apps" -> subscribe(waba, call);
                            case "DELETE subscribed_apps" -> {
                                accounts.put(new AccountDirectory.Waba(waba, false, null));
                                yield HttpAnswer.success();
                            }
                            default -> unknown(edge);
                        });
    }

    private HttpAnswer templates(String waba) {
        ObjectNode body = MetaJson.object();
        ArrayNode data = body.putArray("data");
        templates.all(waba).forEach(t -> data.add(TemplateCatalogue.json(t)));
        body.putObject("paging").putObject("cursors").put("before", "MAZDZD").put("after", "MjQZD");
        return HttpAnswer.json(body);
    }

    /** The refusal of every call while the account of a number is shut; null while it is open. */
    private @Nullable GraphError shut(@Nullable String waba) {
        if (waba == null) {
            return null;
        }
        for (SimulatedNumber number : accounts.numbersOf(waba)) {
            SendRestriction restriction = number.restriction();
            if (restriction != null && restriction.everywhere()) {
                return restriction.error();
            }
        }
        return null;
    }

    private static HttpAnswer unknown(String edge) {
        return GraphError.of(100, "Unknown path components: /" + edge).answer();
    }

    private HttpAnswer exchange(HttpCall call) {
        Map<String, String> query = call.query();
        if (!access.app().id().equals(query.get("client_id"))
                || !access.app().secret().equals(query.get("client_secret"))) {
            return GraphError.of(1, "Error validating client secret.").answer();
        }
        String token = accounts.exchange(query.getOrDefault("code", ""));
        if (token == null) {
            return new GraphError(
                            100,
                            400,
                            "Invalid verification code format",
                            "This authorization code has expired or has been used.",
                            36007)
                    .answer();
        }
        return HttpAnswer.json(
                MetaJson.object().put("access_token", token).put("token_type", "bearer"));
    }

    private HttpAnswer debugToken(HttpCall call) {
        String asked = call.query().getOrDefault("input_token", "");
        String waba = accounts.wabaOf(asked);
        ObjectNode body = MetaJson.object();
        ObjectNode data = body.putObject("data");
        data.put("app_id", access.app().id());
        data.put("type", "SYSTEM_USER");
        data.put("is_valid", waba != null);
        if (waba != null) {
            data.put("expires_at", 0);
            ArrayNode scopes = data.putArray("scopes");
            ArrayNode granular = data.putArray("granular_scopes");
            for (String scope :
                    List.of("whatsapp_business_management", "whatsapp_business_messaging")) {
                scopes.add(scope);
                granular.addObject().put("scope", scope).putArray("target_ids").add(waba);
            }
        }
        return HttpAnswer.json(body);
    }

    private HttpAnswer phoneNumbers(String waba, @Nullable String fields) {
        ObjectNode body = MetaJson.object();
        ArrayNode data = body.putArray("data");
        accounts.numbersOf(waba).forEach(n -> data.add(onboarding.node(n, fields)));
        body.putObject("paging").putObject("cursors").put("before", "QVFI").put("after", "QVFI");
        return HttpAnswer.json(body);
    }

    private HttpAnswer subscriptions(String waba) {
        ObjectNode body = MetaJson.object();
        ArrayNode data = body.putArray("data");
        AccountDirectory.Waba known = accounts.waba(waba);
        if (known.subscribed()) {
            ObjectNode app = data.addObject();
            app.putObject("whatsapp_business_api_data")
                    .put("id", access.app().id())
                    .put("name", "Gateway")
                    .put("link", "https://www.facebook.com/games/?app_id=" + access.app().id());
            if (known.override() != null) {
                app.put("override_callback_uri", known.override());
            }
        }
        return HttpAnswer.json(body);
    }

    private HttpAnswer subscribe(String waba, HttpCall call) throws BadRequest {
        ObjectNode body = call.json();
        String override = MetaJson.string(body, "override_callback_uri");
        if (override == null) {
            accounts.put(new AccountDirectory.Waba(waba, true, null));
            return HttpAnswer.success();
        }
        if (override.length() > 200) {
            throw new BadRequest("override_callback_uri must have at most 200 characters.");
        }
        String token = MetaJson.need(body, "verify_token");
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        webhooks.challenge(URI.create(override), token)
                .subscribe(verified -> {
                    if (verified) {
                        accounts.put(new AccountDirectory.Waba(waba, true, override));
                    }
                    answer.complete(
                            verified
                                    ? HttpAnswer.success()
                                    : GraphError.of(2200, "Callback verification failed.")
                                            .answer());
                });
        return new HttpAnswer.Eventually(answer);
    }

    private HttpAnswer settings(SimulatedNumber number, HttpCall call) throws BadRequest {
        ObjectNode body = call.json();
        if (body.get("webhook_configuration") instanceof ObjectNode hook) {
            String override = MetaJson.string(hook, "override_callback_uri", "");
            number.overrideCallback(override.isEmpty() ? null : override);
        }
        String pin = MetaJson.string(body, "pin");
        if (pin != null) {
            number.pin(pin);
        }
        return HttpAnswer.success();
    }
}
