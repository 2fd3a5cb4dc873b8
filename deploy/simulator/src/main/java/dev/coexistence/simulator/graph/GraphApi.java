package dev.coexistence.simulator.graph;

import dev.coexistence.simulator.fault.Faults;
import dev.coexistence.simulator.media.MediaEndpoint;
import dev.coexistence.simulator.number.Accounts;
import dev.coexistence.simulator.number.Restriction;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.template.Templates;
import dev.coexistence.simulator.webhook.Webhooks;
import dev.coexistence.simulator.wire.Answer;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.Call;
import dev.coexistence.simulator.wire.GraphError;
import dev.coexistence.simulator.wire.Json;
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
    private final Accounts accounts;
    private final Onboarding onboarding;
    private final Messages messages;
    private final MediaEndpoint media;
    private final Misbehaviour misbehaviour;
    private final Templates templates;
    private final Webhooks webhooks;

    /**
     * Who may ask.
     *
     * @param app the one app known here
     * @param checked whether a valid token is asked for
     */
    public record Access(App app, Accounts accounts, boolean checked) {}

    /** The endpoints of a number. */
    public record Endpoints(Onboarding onboarding, Messages messages, MediaEndpoint media) {}

    public GraphApi(
            Access access,
            Endpoints endpoints,
            Faults faults,
            Templates templates,
            Webhooks webhooks) {
        this.access = access;
        this.accounts = access.accounts();
        this.onboarding = endpoints.onboarding();
        this.messages = endpoints.messages();
        this.media = endpoints.media();
        this.misbehaviour = new Misbehaviour(faults);
        this.templates = templates;
        this.webhooks = webhooks;
    }

    /** Answers a call whose path starts with the version. */
    public Answer answer(Call call) {
        String node = call.part(1);
        String edge = call.part(2);
        try {
            if (node.equals("oauth") && edge.equals("access_token")) {
                return misbehaviour.around("access_token", "", () -> exchange(call));
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
            Answer file = media.item(node, waba, call);
            return file == null ? GraphError.unknownObject(node).answer() : file;
        } catch (BadRequest e) {
            return GraphError.of(100, String.valueOf(e.getMessage())).answer();
        }
    }

    /** Sends are refused where their arrival is noted. */
    private static boolean isSend(@Nullable SimulatedNumber number, String edge, Call call) {
        return number != null && edge.equals("messages") && call.is("POST");
    }

    /** Answers a call to the address that a media item gave. */
    public Answer download(Call call) {
        String token = call.token();
        return media.download(
                call, token == null ? null : accounts.wabaOf(token), access.checked());
    }

    private Answer number(SimulatedNumber number, String edge, Call call) throws BadRequest {
        if (isSend(number, edge, call)) {
            return messages.post(number, call);
        }
        return misbehaviour.around(
                edge.isEmpty() ? "phone_number" : edge,
                number.phoneNumberId(),
                () ->
                        switch (call.method() + " " + edge) {
                            case "GET " ->
                                    Answer.json(
                                            onboarding.node(number, call.query().get("fields")));
                            case "POST register" -> onboarding.register(number, call);
                            case "POST deregister" -> onboarding.deregister(number);
                            case "POST smb_app_data" -> onboarding.sync(number, call);
                            case "POST media" -> media.upload(number.wabaId(), call);
                            case "POST " -> settings(number, call);
                            default -> unknown(edge);
                        });
    }

    private Answer waba(String waba, String edge, Call call) throws BadRequest {
        return misbehaviour.around(
                edge.isEmpty() ? "waba" : edge,
                waba,
                () ->
                        switch (call.method() + " " + edge) {
                            case "GET " ->
                                    Answer.json(
                                            Json.object()
                                                    .put("id", waba)
                                                    .put("name", "Sample WABA"));
                            case "GET phone_numbers" ->
                                    phoneNumbers(waba, call.query().get("fields"));
                            case "GET message_templates" -> templates(waba);
                            case "GET subscribed_apps" -> subscriptions(waba);
                            case "POST subscribed_apps" -> subscribe(waba, call);
                            case "DELETE subscribed_apps" -> {
                                accounts.put(new Accounts.Waba(waba, false, null));
                                yield Answer.success();
                            }
                            default -> unknown(edge);
                        });
    }

    private Answer templates(String waba) {
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        templates.all(waba).forEach(t -> data.add(Templates.json(t)));
        body.putObject("paging").putObject("cursors").put("before", "MAZDZD").put("after", "MjQZD");
        return Answer.json(body);
    }

    /** What every call is refused with, while the account of a number is shut. */
    private @Nullable GraphError shut(@Nullable String waba) {
        if (waba == null) {
            return null;
        }
        for (SimulatedNumber number : accounts.of(waba)) {
            Restriction restriction = number.restriction();
            if (restriction != null && restriction.everywhere()) {
                return restriction.error();
            }
        }
        return null;
    }

    private static Answer unknown(String edge) {
        return GraphError.of(100, "Unknown path components: /" + edge).answer();
    }

    private Answer exchange(Call call) {
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
        return Answer.json(Json.object().put("access_token", token).put("token_type", "bearer"));
    }

    private Answer debugToken(Call call) {
        String asked = call.query().getOrDefault("input_token", "");
        String waba = accounts.wabaOf(asked);
        ObjectNode body = Json.object();
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
        return Answer.json(body);
    }

    private Answer phoneNumbers(String waba, @Nullable String fields) {
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        accounts.of(waba).forEach(n -> data.add(onboarding.node(n, fields)));
        body.putObject("paging").putObject("cursors").put("before", "QVFI").put("after", "QVFI");
        return Answer.json(body);
    }

    private Answer subscriptions(String waba) {
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        Accounts.Waba known = accounts.waba(waba);
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
        return Answer.json(body);
    }

    private Answer subscribe(String waba, Call call) throws BadRequest {
        ObjectNode body = call.json();
        String override = Json.string(body, "override_callback_uri");
        if (override == null) {
            accounts.put(new Accounts.Waba(waba, true, null));
            return Answer.success();
        }
        if (override.length() > 200) {
            throw new BadRequest("override_callback_uri must have at most 200 characters.");
        }
        String token = Json.need(body, "verify_token");
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        webhooks.challenge(URI.create(override), token)
                .subscribe(verified -> {
                    if (verified) {
                        accounts.put(new Accounts.Waba(waba, true, override));
                    }
                    answer.complete(
                            verified
                                    ? Answer.success()
                                    : GraphError.of(2200, "Callback verification failed.")
                                            .answer());
                });
        return new Answer.Eventually(answer);
    }

    private Answer settings(SimulatedNumber number, Call call) throws BadRequest {
        ObjectNode body = call.json();
        if (body.get("webhook_configuration") instanceof ObjectNode hook) {
            String override = Json.string(hook, "override_callback_uri", "");
            number.overrideCallback(override.isEmpty() ? null : override);
        }
        String pin = Json.string(body, "pin");
        if (pin != null) {
            number.pin(pin);
        }
        return Answer.success();
    }
}
