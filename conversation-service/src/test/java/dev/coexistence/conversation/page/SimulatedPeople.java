package dev.coexistence.conversation.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Customers and owners at the simulated phones, by the simulator's control interface. */
final class SimulatedPeople implements AutoCloseable {
    /** One grey point. */
    private static final String PICTURE =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOor6//DwAFfwKAjJVsrQAAAABJRU5ErkJggg==";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI root;

    SimulatedPeople(URI simulator) {
        root = simulator.resolve("/simulator/");
    }

    /** A fictional number that nobody has yet. */
    String unusedNumber() {
        var used =
                get("numbers")
                        .valueStream()
                        .map(number -> number.path("displayPhoneNumber").asString(""))
                        .map(number -> number.replaceAll("[^0-9]", ""))
                        .collect(Collectors.toSet());
        return IntStream.range(0, 10_000)
                .mapToObj("1555010%04d"::formatted)
                .filter(number -> !used.contains(number))
                .findFirst()
                .map(number -> "+" + number)
                .orElseThrow();
    }

    String customerWrites(String number, String customer, String name, String text) {
        return wamid(
                number, "customer-messages", Map.of("from", customer, "name", name, "text", text));
    }

    void customerSendsPicture(String number, String customer) {
        wamid(number, "customer-files", Map.of("from", customer, "base64", PICTURE));
    }

    void customerReacts(String number, String customer, String wamid) {
        wamid(
                number,
                "reactions",
                Map.of("by", "CUSTOMER", "peer", customer, "wamid", wamid, "emoji", "👍"));
    }

    String ownerWrites(String number, String customer, String text) {
        return wamid(number, "owner-messages", Map.of("to", customer, "text", text));
    }

    void ownerChangesPhone(String number) {
        post("numbers/" + number + "/offboard", Map.of());
    }

    void ownerIsBack(String number) {
        post("numbers/" + number + "/reconnect", Map.of());
    }

    /** How many requests to send a message came to Meta from this number. */
    int arrivals(String number) {
        return get("numbers/" + number + "/arrivals").size();
    }

    private String wamid(String number, String what, Map<String, String> body) {
        return post("numbers/" + number + "/" + what, body).path("wamid").asString("");
    }

    private JsonNode get(String path) {
        return answer(HttpRequest.newBuilder(root.resolve(path)).GET().build());
    }

    private JsonNode post(String path, Map<String, String> body) {
        return answer(
                HttpRequest.newBuilder(root.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
                        .build());
    }

    private JsonNode answer(HttpRequest request) {
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError(
                        "The simulator answered " + answer.statusCode() + ": " + answer.body());
            }
            return JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the simulator", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
