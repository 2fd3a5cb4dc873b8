package dev.coexistence.connection.meta;

import dev.coexistence.graph.GraphAddress;
import dev.coexistence.graph.GraphAnswer;
import dev.coexistence.graph.GraphBody;
import dev.coexistence.graph.GraphClient;
import dev.coexistence.graph.NoAnswer;
import dev.coexistence.graph.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Meta's Graph API over HTTP. Nothing is retried here: whether a call may be repeated is for the
 * caller to know.
 */
public final class GraphApi implements MetaApi, AutoCloseable {
    private static final String NUMBER_FIELDS =
            "id,display_phone_number,verified_name,quality_rating,is_on_biz_app,platform_type,status,throughput,webhook_configuration";
    private static final int MAX_PAGES = 20;

    private final MetaAppSettings settings;
    private final GraphClient client;

    public GraphApi(MetaAppSettings settings) {
        this.settings = settings;
        this.client = new GraphClient(settings.address(), settings.timeout());
    }

    @Override
    public GraphAnswer<Secret> exchange(Secret code) {
        String query =
                "?client_id="
                        + GraphAddress.encode(settings.appId())
                        + "&client_secret="
                        + GraphAddress.encode(settings.appSecret().value())
                        + "&code="
                        + GraphAddress.encode(code.value());
        return client.get(
                "oauth/access_token" + query,
                null,
                body -> new Secret(GraphBody.readText(body, "access_token")));
    }

    @Override
    public GraphAnswer<Boolean> subscribe(String wabaId, Secret token) {
        return client.post(wabaId + "/subscribed_apps", token, Map.of(), GraphBody::readSuccess);
    }

    @Override
    public GraphAnswer<Boolean> findSubscription(String wabaId, Secret token) {
        return client.get(
                wabaId + "/subscribed_apps",
                token,
                body -> {
                    for (JsonNode app : GraphBody.readList(body, "data")) {
                        JsonNode data = app.path("whatsapp_business_api_data");
                        String id =
                                data.isObject()
                                        ? data.path("id").asString("")
                                        : app.path("id").asString("");
                        if (id.equals(settings.appId())) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    @Override
    public GraphAnswer<TokenLife> inspect(Secret token) {
        var app = new Secret(settings.appId() + "|" + settings.appSecret().value());
        return client.get(
                "debug_token?input_token=" + GraphAddress.encode(token.value()),
                app,
                TokenLife::read);
    }

    @Override
    public GraphAnswer<List<PhoneNode>> numbersOf(String wabaId, Secret token) {
        var numbers = new ArrayList<PhoneNode>();
        String after = "";
        for (int page = 0; page < MAX_PAGES; page++) {
            String cursor = after.isEmpty() ? "" : "&after=" + GraphAddress.encode(after);
            GraphAnswer<String> next =
                    client.get(
                            wabaId + "/phone_numbers?limit=100&fields=" + NUMBER_FIELDS + cursor,
                            token,
                            body -> {
                                for (JsonNode node : GraphBody.readList(body, "data")) {
                                    numbers.add(PhoneNode.read(node));
                                }
                                // Cursors come on the last page too; only "next" says that there is
                                // more.
                                JsonNode paging = body.path("paging");
                                return paging.hasNonNull("next")
                                        ? paging.path("cursors").path("after").asString("")
                                        : "";
                            });
            if (!(next instanceof GraphAnswer.Done<String>(String cursorAfter))) {
                return next.map(_ -> List.of());
            }
            if (cursorAfter.isEmpty()) {
                break;
            }
            after = cursorAfter;
        }
        return new GraphAnswer.Done<>(List.copyOf(numbers));
    }

    @Override
    public GraphAnswer<PhoneNode> number(String phoneNumberId, Secret token) {
        return client.get(
                phoneNumberId + "?fields=" + NUMBER_FIELDS,
                token,
                body -> {
                    PhoneNode node = PhoneNode.read(body);
                    if (!node.id().equals(phoneNumberId)) {
                        throw new NoAnswer("the answer is about another number");
                    }
                    return node;
                });
    }

    @Override
    public GraphAnswer<Boolean> register(String phoneNumberId, Secret pin, Secret token) {
        return client.post(
                phoneNumberId + "/register",
                token,
                Map.of("messaging_product", "whatsapp", "pin", pin.value()),
                GraphBody::readSuccess);
    }

    @Override
    public GraphAnswer<Boolean> deregister(String phoneNumberId, Secret token) {
        return client.post(
                phoneNumberId + "/deregister",
                token,
                Map.of("messaging_product", "whatsapp"),
                GraphBody::readSuccess);
    }

    @Override
    public GraphAnswer<String> requestSync(String phoneNumberId, Sync sync, Secret token) {
        return client.post(
                phoneNumberId + "/smb_app_data",
                token,
                Map.of("messaging_product", "whatsapp", "sync_type", sync.wire()),
                body -> GraphBody.readText(body, "request_id"));
    }

    @Override
    public void close() {
        client.close();
    }
}
