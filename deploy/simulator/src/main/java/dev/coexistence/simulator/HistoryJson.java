package dev.coexistence.simulator;

import dev.coexistence.simulator.number.CustomerIds;
import dev.coexistence.simulator.number.HistoryPlan;
import dev.coexistence.simulator.phone.ContentJson;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.MetaJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON of the history that the phone will share, in the control interface. */
final class HistoryJson {
    private static final int MOST = 200_000;

    private HistoryJson() {}

    static HistoryPlan read(ObjectNode body) throws BadRequest {
        if (MetaJson.flag(body, "declined", false)) {
            return HistoryPlan.refused();
        }
        int chunk = MetaJson.integer(body, "chunkSize", 500);
        if (chunk < 1 || chunk > 10_000) {
            throw new BadRequest("chunkSize must be 1 to 10000");
        }
        if (body.get("generate") instanceof ObjectNode recipe) {
            return new HistoryPlan(false, generate(recipe), chunk);
        }
        List<HistoryPlan.Thread> threads = new ArrayList<>();
        for (JsonNode thread : body.path("threads")) {
            List<HistoryPlan.Message> messages = new ArrayList<>();
            for (JsonNode message : thread.path("messages")) {
                messages.add(message(message));
            }
            threads.add(
                    new HistoryPlan.Thread(
                            CustomerIds.digits(MetaJson.need(thread, "customer")), messages));
        }
        return new HistoryPlan(false, threads, chunk);
    }

    private static HistoryPlan.Message message(JsonNode message) throws BadRequest {
        ObjectNode content =
                message.get("message") instanceof ObjectNode given
                        ? given
                        : ContentJson.text(MetaJson.need(message, "text"));
        double days = message.path("daysAgo").asDouble(1);
        return new HistoryPlan.Message(
                MetaJson.string(message, "by", "CUSTOMER").equals("OWNER"),
                content,
                Duration.ofMillis((long) (days * 86_400_000)),
                MetaJson.string(message, "status", "READ"));
    }

    private static List<HistoryPlan.Thread> generate(ObjectNode recipe) throws BadRequest {
        int threads = MetaJson.integer(recipe, "threads", 10);
        int messages = MetaJson.integer(recipe, "messages", 50);
        int days = MetaJson.integer(recipe, "days", 180);
        double media = recipe.path("mediaShare").asDouble(0);
        if (threads < 0 || messages < 0 || (long) threads * messages > MOST) {
            throw new BadRequest("at most " + MOST + " messages can be generated");
        }
        var chance = new SplittableRandom(recipe.path("seed").asLong(1));
        List<HistoryPlan.Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            List<HistoryPlan.Message> list = new ArrayList<>();
            for (int m = 0; m < messages; m++) {
                long age = (long) days * 86_400 * (messages - m) / (messages + 1);
                list.add(
                        new HistoryPlan.Message(
                                chance.nextBoolean(),
                                chance.nextDouble() < media ? image(t, m) : text(t, m),
                                Duration.ofSeconds(age),
                                "READ"));
            }
            all.add(new HistoryPlan.Thread(Long.toString(15_550_110_000L + t), list));
        }
        return all;
    }

    private static ObjectNode text(int thread, int message) {
        return ContentJson.text("Old message " + message + " of thread " + thread);
    }

    private static ObjectNode image(int thread, int message) {
        ObjectNode content = MetaJson.object().put("type", "image");
        content.putObject("image")
                .put("id", "6" + thread + "0" + message)
                .put("mime_type", "image/jpeg")
                .put("sha256", "bm90IGEgcmVhbCBoYXNoIG5vdCBhIHJlYWwgaGFzaCE=");
        return content;
    }
}
