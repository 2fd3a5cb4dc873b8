package dev.coexistence.local.story.client;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The simulated Cloud API and phone, by its control interface. */
public final class SimulatorClient {
    private final JsonHttpClient web;
    private final URI root;

    public SimulatorClient(JsonHttpClient web, URI root) {
        this.web = web;
        this.root = root.resolve("/simulator/");
    }

    /** Result of a finished popup. */
    public record SignUp(String code, JsonNode sessionEvent) {}

    /** The simulator's exact count of one number's traffic. */
    public record Window(long accepted, long refused, long worst, long firstNanos, long lastNanos) {
        /** Accepted messages a second from the first to the last. */
        public double rate() {
            return lastNanos == firstNanos
                    ? 0
                    : (accepted - 1) * 1_000_000_000.0 / (lastNanos - firstNanos);
        }
    }

    /** A fictional number that the simulator does not know yet. */
    public String unusedNumber() {
        var used =
                web.get(root.resolve("numbers"))
                        .good("The list of simulated numbers")
                        .json()
                        .valueStream()
                        .map(number -> digits(number.path("displayPhoneNumber").asString("")))
                        .collect(Collectors.toSet());
        return IntStream.range(0, 10_000)
                .mapToObj("1555010%04d"::formatted)
                .filter(number -> !used.contains(number))
                .findFirst()
                .map(number -> "+" + number)
                .orElseThrow(() -> new IllegalStateException("Every fictional number is used"));
    }

    public String addNumber(String display, boolean onBusinessApp, String verifiedName) {
        return web.post(
                        root.resolve("numbers"),
                        Map.of(
                                "displayPhoneNumber",
                                display,
                                "onBusinessApp",
                                onBusinessApp,
                                "verifiedName",
                                verifiedName))
                .good("A new simulated number")
                .json()
                .path("phoneNumberId")
                .asString("");
    }

    public JsonNode number(String phoneNumberId) {
        return web.get(root.resolve("numbers/" + phoneNumberId)).json();
    }

    public SignUp signUp(String phoneNumberId, String mode) {
        JsonNode given =
                web.post(
                                root.resolve("signups"),
                                Map.of("phoneNumberId", phoneNumberId, "mode", mode))
                        .good("The simulated popup")
                        .json();
        return new SignUp(given.path("code").asString(""), given.path("sessionEvent"));
    }

    public String customerWrites(String phoneNumberId, String customer, String name, String text) {
        return wamid(
                phoneNumberId,
                "customer-messages",
                Map.of("from", customer, "name", name, "text", text));
    }

    public String ownerWrites(String phoneNumberId, String customer, String text) {
        return wamid(phoneNumberId, "owner-messages", Map.of("to", customer, "text", text));
    }

    public void customerReads(String phoneNumberId, String wamid) {
        web.post(root.resolve("numbers/" + phoneNumberId + "/reads"), Map.of("wamid", wamid))
                .good("The customer's reading");
    }

    /** The platform has no event for it: nobody is told. */
    public void ownerOpensApp(String phoneNumberId) {
        web.post(root.resolve("numbers/" + phoneNumberId + "/open-app"), Map.of())
                .good("The owner's opening of the app");
    }

    /** Lets time pass at once; a negative duration goes back into the past. */
    public void advanceClock(Duration time) {
        web.post(root.resolve("clock"), Map.of("advance", time.toString()))
                .good("The scripted clock");
    }

    public void redeliver(int last) {
        web.post(root.resolve("webhooks/redeliver"), Map.of("last", last))
                .good("The repeated delivery");
    }

    /** Sets the most updates that one webhook carries; they wait a moment for each other. */
    public void batchWebhooks(int updates) {
        web.put(root.resolve("delivery"), Map.of("batch", updates, "batchWait", "PT0.1S"))
                .good("The size of webhooks");
    }

    public void forgetArrivals(String phoneNumberId) {
        web.delete(root.resolve("numbers/" + phoneNumberId + "/arrivals"))
                .good("Forgetting arrivals");
    }

    /**
     * Takes nothing of a number but answers with that code.
     *
     * @param code null: takes its messages again
     */
    public void restrict(String phoneNumberId, @Nullable Integer code) {
        var body = new HashMap<String, Object>();
        body.put("code", code);
        web.post(root.resolve("numbers/" + phoneNumberId + "/restrict"), body)
                .good("Restricting a number");
    }

    /** Messages that the business told Meta it has read, one for each request. */
    public List<String> businessReads(String phoneNumberId) {
        return web.get(root.resolve("numbers/" + phoneNumberId + "/business-reads"))
                .json()
                .valueStream()
                .map(wamid -> wamid.asString(""))
                .toList();
    }

    public Window window(String phoneNumberId) {
        JsonNode judge = web.get(root.resolve("numbers/" + phoneNumberId + "/window")).json();
        return new Window(
                judge.path("accepted").asLong(0),
                judge.path("refused").asLong(0),
                judge.path("worstSecond").asLong(0),
                judge.path("firstNanos").asLong(0),
                judge.path("lastNanos").asLong(0));
    }

    /** Command ids of what arrived there, as their callback data carries them. */
    public List<String> arrivedCommands(String phoneNumberId) {
        return web.get(root.resolve("numbers/" + phoneNumberId + "/arrivals"))
                .json()
                .valueStream()
                .map(arrival -> arrival.path("callbackData").asString(""))
                .toList();
    }

    /** Webhooks that the receiver has not answered with 200 yet. */
    public long pendingWebhooks() {
        return web.get(root.resolve("webhooks")).json().path("pending").asLong(0);
    }

    private String wamid(String phoneNumberId, String what, Map<String, String> message) {
        return web.post(
                        root.resolve("numbers/" + phoneNumberId + "/" + what),
                        new HashMap<>(message))
                .good("A message on the simulated phone")
                .json()
                .path("wamid")
                .asString("");
    }

    private static String digits(String number) {
        return number.replaceAll("[^0-9]", "");
    }
}
