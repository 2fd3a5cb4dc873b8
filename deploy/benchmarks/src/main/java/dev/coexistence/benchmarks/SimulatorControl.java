package dev.coexistence.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulator's control interface. */
final class SimulatorControl {
    private static final JsonMapper JSON = new JsonMapper();

    /** A number that is ready to send. */
    record Number(String id, String token, int budget) {}

    /** A request that arrived, stamped by the simulator's own clock. */
    record Arrival(
            long index, String number, String to, String command, long nanos, boolean accepted) {}

    /** What the judge saw of one number. */
    record Window(long accepted, long refused, int worst, int worstAccepted, double used) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    SimulatorControl(URI base) {
        this.base = base;
    }

    URI base() {
        return base;
    }

    /** Connected numbers, whose windows are always open. */
    List<Number> numbers(int count, long first, boolean onBusinessApp, int budget) {
        JsonNode made =
                call(
                        "POST",
                        "/simulator/numbers/bulk",
                        """
                        {"count":%d,"first":"+%d","onBusinessApp":%b,"connected":true,
                         "windowAlwaysOpen":true,"budgetPerSecond":%d}\
                        """
                                .formatted(count, first, onBusinessApp, budget));
        List<Number> numbers = new ArrayList<>();
        for (JsonNode one : made) {
            numbers.add(
                    new Number(
                            one.path("phoneNumberId").asString(),
                            one.path("accessToken").asString(),
                            one.path("budgetPerSecond").asInt()));
        }
        return numbers;
    }

    void budget(Number number, int perSecond) {
        call(
                "PUT",
                "/simulator/numbers/" + number.id() + "/budget",
                "{\"perSecond\":" + perSecond + "}");
    }

    Window window(Number number) {
        return window(call("GET", "/simulator/numbers/" + number.id() + "/window", ""));
    }

    Map<String, Window> windows() {
        Map<String, Window> windows = new LinkedHashMap<>();
        call("GET", "/simulator/window", "")
                .forEachEntry((number, report) -> windows.put(number, window(report)));
        return windows;
    }

    /** Sends of all numbers ever seen, accepted or not. */
    long seen() {
        return call("GET", "/simulator/arrivals/total", "").path("seen").asLong();
    }

    /** Sends of all numbers ever accepted. */
    long accepted() {
        return call("GET", "/simulator/arrivals/total", "").path("accepted").asLong();
    }

    /** Up to 10,000 arrivals after that index, in their order. */
    List<Arrival> arrivals(long after) {
        List<Arrival> arrivals = new ArrayList<>();
        for (JsonNode one : call("GET", "/simulator/arrivals?after=" + after, "")) {
            arrivals.add(
                    new Arrival(
                            one.path("index").asLong(),
                            one.path("phoneNumberId").asString(),
                            one.path("to").asString(),
                            one.path("callbackData").asString(),
                            one.path("nanos").asLong(),
                            !one.path("wamid").asString().isEmpty()));
        }
        return arrivals;
    }

    /** Every arrival after that index, as far as the simulator keeps them. */
    List<Arrival> allArrivals(long after) {
        List<Arrival> all = new ArrayList<>();
        long last = after;
        while (true) {
            List<Arrival> some = arrivals(last);
            if (some.isEmpty()) {
                return all;
            }
            all.addAll(some);
            last = some.getLast().index();
        }
    }

    void forgetArrivals() {
        call("DELETE", "/simulator/arrivals", "");
    }

    void latency(Duration roundTrip) {
        call("PUT", "/simulator/latency", "{\"fixed\":\"" + roundTrip + "\"}");
    }

    void webhook(URI url, String appSecret) {
        call(
                "PUT",
                "/simulator/webhook",
                "{\"url\":\"" + url + "\",\"appSecret\":\"" + appSecret + "\"}");
    }

    void fault(String json) {
        call("POST", "/simulator/faults", json);
    }

    void noFaults() {
        call("DELETE", "/simulator/faults", "");
    }

    boolean healthy() {
        try {
            return call("GET", "/simulator/health", "").path("status").asString("").equals("UP");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static Window window(JsonNode report) {
        return new Window(
                report.path("accepted").asLong(),
                report.path("refused").asLong(),
                report.path("worstSecond").asInt(),
                report.path("worstAccepted").asInt(),
                report.path("usedShare").asDouble());
    }

    private JsonNode call(String method, String path, String body) {
        var request =
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
