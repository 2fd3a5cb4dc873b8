package dev.coexistence.benchmarks.rig;

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
public final class SimulatorControl {
    private static final JsonMapper JSON = new JsonMapper();

    /** A number that is ready to send. */
    public record Number(String id, String token, int budget) {}

    /** A request that arrived, stamped by the simulator's own clock. */
    public record Arrival(
            long index, String number, String to, String command, long nanos, boolean accepted) {}

    /**
     * The simulator's exact count of one number's traffic.
     *
     * @param worst most sends in any sliding second
     * @param worstCounted most of everything that counts: accepted sends, inbound messages, echoes
     */
    public record Window(
            long accepted,
            long refused,
            int worst,
            int worstAccepted,
            int worstCounted,
            double used) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    SimulatorControl(URI base) {
        this.base = base;
    }

    public URI base() {
        return base;
    }

    /** Connected numbers, whose windows are always open. */
    public List<Number> numbers(int count, long first, boolean onBusinessApp, int budget) {
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

    public void budget(Number number, int perSecond) {
        call(
                "PUT",
                "/simulator/numbers/" + number.id() + "/budget",
                "{\"perSecond\":" + perSecond + "}");
    }

    public Window window(Number number) {
        return window(call("GET", "/simulator/numbers/" + number.id() + "/window", ""));
    }

    public Map<String, Window> windows() {
        Map<String, Window> windows = new LinkedHashMap<>();
        call("GET", "/simulator/window", "")
                .forEachEntry((number, report) -> windows.put(number, window(report)));
        return windows;
    }

    /** Sends of all numbers ever seen, accepted or not. */
    public long arrivalCount() {
        return call("GET", "/simulator/arrivals/total", "").path("seen").asLong();
    }

    /** Sends of all numbers ever accepted. */
    public long acceptedCount() {
        return call("GET", "/simulator/arrivals/total", "").path("accepted").asLong();
    }

    /** Up to 10,000 arrivals after that index, in their order. */
    public List<Arrival> arrivals(long after) {
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
    public List<Arrival> allArrivals(long after) {
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

    public void forgetArrivals() {
        call("DELETE", "/simulator/arrivals", "");
    }

    /** Forgets the arrivals of a number and starts what the judge reports of it again. */
    public void judgeAnew(Number number) {
        call("DELETE", "/simulator/numbers/" + number.id() + "/arrivals", "");
    }

    /** A customer writes to the number. */
    public void customerWrites(Number number, String from) {
        call(
                "POST",
                "/simulator/numbers/" + number.id() + "/customer-messages",
                "{\"from\":\"" + from + "\",\"text\":\"hello\"}");
    }

    /** The number's owner writes in the app. */
    public void ownerWrites(Number number, String to) {
        call(
                "POST",
                "/simulator/numbers/" + number.id() + "/owner-messages",
                "{\"to\":\"" + to + "\",\"text\":\"hello\"}");
    }

    public void latency(Duration roundTrip) {
        call("PUT", "/simulator/latency", "{\"fixed\":\"" + roundTrip + "\"}");
    }

    public void webhook(URI url, String appSecret) {
        call(
                "PUT",
                "/simulator/webhook",
                "{\"url\":\"" + url + "\",\"appSecret\":\"" + appSecret + "\"}");
    }

    public void fault(String json) {
        call("POST", "/simulator/faults", json);
    }

    public void noFaults() {
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
                report.path("worstCounted").asInt(),
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
