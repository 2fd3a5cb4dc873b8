package dev.coexistence.connection.meta;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Meta's Graph API over HTTP. Nothing is retried here: whether a call may be repeated is for the
 * caller to know.
 */
public final class GraphApi implements MetaApi, AutoCloseable {
    private static final String NUMBER_FIELDS =
            "id,display_phone_number,verified_name,quality_rating,is_on_biz_app,platform_type,status,throughput,webhook_configuration";
    private static final int MAX_PAGES = 20;

    private final MetaSettings settings;
    private final JsonMapper json;
    private final GraphAnswers answers;
    private final HttpClient http;

    public GraphApi(MetaSettings settings, JsonMapper json) {
        this.settings = settings;
        this.json = json;
        this.answers = new GraphAnswers(json);
        this.http =
                HttpClient.newBuilder()
                        .connectTimeout(settings.timeout())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    @Override
    public MetaAnswer<Secret> exchange(Secret code) {
        String query =
                "?client_id="
                        + encode(settings.appId())
                        + "&client_secret="
                        + encode(settings.appSecret().value())
                        + "&code="
                        + encode(code.value());
        return send(
                request("oauth/access_token" + query, null).GET().build(),
                body -> new Secret(GraphAnswers.text(body, "access_token")));
    }

    @Override
    public MetaAnswer<Boolean> subscribe(String wabaId, Secret token) {
        return post(wabaId + "/subscribed_apps", token, Map.of(), GraphAnswers::success);
    }

    @Override
    public MetaAnswer<Boolean> subscribed(String wabaId, Secret token) {
        return get(
                wabaId + "/subscribed_apps",
                token,
                body -> {
                    for (JsonNode app : GraphAnswers.list(body, "data")) {
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
    public MetaAnswer<List<PhoneNode>> numbersOf(String wabaId, Secret token) {
        var numbers = new ArrayList<PhoneNode>();
        String after = "";
        for (int page = 0; page < MAX_PAGES; page++) {
            String cursor = after.isEmpty() ? "" : "&after=" + encode(after);
            MetaAnswer<String> next =
                    get(
                            wabaId + "/phone_numbers?limit=100&fields=" + NUMBER_FIELDS + cursor,
                            token,
                            body -> {
                                for (JsonNode node : GraphAnswers.list(body, "data")) {
                                    numbers.add(GraphAnswers.number(node));
                                }
                                // Cursors come on the last page too; only "next" says that there is
                                // more.
                                JsonNode paging = body.path("paging");
                                return paging.hasNonNull("next")
                                        ? paging.path("cursors").path("after").asString("")
                                        : "";
                            });
            if (!(next instanceof MetaAnswer.Done<String>(String cursorAfter))) {
                return next.map(_ -> List.of());
            }
            if (cursorAfter.isEmpty()) {
                break;
            }
            after = cursorAfter;
        }
        return new MetaAnswer.Done<>(List.copyOf(numbers));
    }

    @Override
    public MetaAnswer<PhoneNode> number(String phoneNumberId, Secret token) {
        return get(
                phoneNumberId + "?fields=" + NUMBER_FIELDS,
                token,
                body -> {
                    PhoneNode node = GraphAnswers.number(body);
                    if (!node.id().equals(phoneNumberId)) {
                        throw new GraphAnswers.NoAnswer("the answer is about another number");
                    }
                    return node;
                });
    }

    @Override
    public MetaAnswer<Boolean> register(String phoneNumberId, Secret pin, Secret token) {
        return post(
                phoneNumberId + "/register",
                token,
                Map.of("messaging_product", "whatsapp", "pin", pin.value()),
                GraphAnswers::success);
    }

    @Override
    public MetaAnswer<Boolean> deregister(String phoneNumberId, Secret token) {
        return post(
                phoneNumberId + "/deregister",
                token,
                Map.of("messaging_product", "whatsapp"),
                GraphAnswers::success);
    }

    @Override
    public MetaAnswer<String> requestSync(String phoneNumberId, Sync sync, Secret token) {
        return post(
                phoneNumberId + "/smb_app_data",
                token,
                Map.of("messaging_product", "whatsapp", "sync_type", sync.wire()),
                body -> GraphAnswers.text(body, "request_id"));
    }

    @Override
    public void close() {
        http.close();
    }

    private <T> MetaAnswer<T> get(String path, Secret token, Function<JsonNode, T> reader) {
        return send(request(path, token).GET().build(), reader);
    }

    private <T> MetaAnswer<T> post(
            String path, Secret token, Map<String, String> body, Function<JsonNode, T> reader) {
        return send(
                request(path, token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                        .build(),
                reader);
    }

    private HttpRequest.Builder request(String path, @Nullable Secret token) {
        String root = settings.graphUrl().toString().replaceAll("/+$", "");
        var request =
                HttpRequest.newBuilder(
                                URI.create(root + "/" + settings.graphVersion() + "/" + path))
                        .timeout(settings.timeout());
        return token == null ? request : request.header("Authorization", "Bearer " + token.value());
    }

    private <T> MetaAnswer<T> send(HttpRequest request, Function<JsonNode, T> reader) {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, BodyHandlers.ofByteArray());
        } catch (HttpConnectTimeoutException | ConnectException | UnresolvedAddressException e) {
            return new MetaAnswer.TryLater<>("Meta could not be reached");
        } catch (IOException e) {
            // The message is left out: it can repeat the address, and an address can hold a secret.
            return new MetaAnswer.Unclear<>("the answer was lost: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new MetaAnswer.Unclear<>("this service was stopping");
        }
        return answers.read(response.statusCode(), response.body(), reader);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
