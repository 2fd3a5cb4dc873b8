package dev.coexistence.simulator.number;

import dev.coexistence.simulator.clock.ScriptedClock;
import dev.coexistence.simulator.template.TemplateCatalogue;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.MetaJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps what Meta would still know after a restart of this process. */
public final class StateFile {
    private static final Logger log = LoggerFactory.getLogger(StateFile.class);

    private final Path file;
    private final AccountDirectory accounts;
    private final TemplateCatalogue templates;
    private final ScriptedClock clock;
    private byte[] saved = {};

    public StateFile(
            Path file,
            AccountDirectory accounts,
            TemplateCatalogue templates,
            ScriptedClock clock) {
        this.file = file;
        this.accounts = accounts;
        this.templates = templates;
        this.clock = clock;
    }

    /** Writes the file where something changed; a failure is logged and tried again later. */
    public synchronized void save() {
        byte[] now = MetaJson.bytes(state());
        if (Arrays.equals(now, saved)) {
            return;
        }
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(next, now);
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            saved = now;
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("error", e.toString())
                    .log("Simulator could not save its state");
        }
    }

    public synchronized void load() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            ObjectNode state = MetaJson.read(Files.readAllBytes(file));
            clock.advance(Duration.parse(MetaJson.string(state, "skipped", "PT0S")));
            for (JsonNode waba : state.path("wabas")) {
                accounts.put(
                        new AccountDirectory.Waba(
                                MetaJson.need(waba, "id"),
                                MetaJson.flag(waba, "subscribed", false),
                                MetaJson.string(waba, "override")));
            }
            for (JsonNode token : state.path("tokens")) {
                accounts.restoreToken(
                        MetaJson.need(token, "token"), MetaJson.need(token, "wabaId"));
            }
            for (JsonNode template : state.path("templates")) {
                templates.put(MetaJson.need(template, "wabaId"), (ObjectNode) template);
            }
            for (JsonNode number : state.path("numbers")) {
                accounts.restore(number(number));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        } catch (BadRequest | IllegalArgumentException e) {
            throw new IllegalStateException(file + " is no state of the simulator", e);
        }
    }

    private ObjectNode state() {
        ObjectNode state = MetaJson.object().put("skipped", clock.skipped().toString());
        ArrayNode wabas = state.putArray("wabas");
        accounts.wabas()
                .forEach(w ->
                        wabas.addObject()
                                .put("id", w.id())
                                .put("subscribed", w.subscribed())
                                .put("override", w.override()));
        ArrayNode tokens = state.putArray("tokens");
        accounts.tokens().forEach((t, w) -> tokens.addObject().put("token", t).put("wabaId", w));
        ArrayNode changed = state.putArray("templates");
        templates
                .changedTemplates()
                .forEach((waba, all) ->
                        all.forEach(
                                t -> changed.add(TemplateCatalogue.json(t).put("wabaId", waba))));
        ArrayNode numbers = state.putArray("numbers");
        accounts.all().forEach(n -> numbers.add(node(n)));
        return state;
    }

    private static ObjectNode node(SimulatedNumber number) {
        ObjectNode node = MetaJson.object();
        synchronized (number) {
            node.put("phoneNumberId", number.phoneNumberId());
            node.put("wabaId", number.wabaId());
            node.put("displayPhoneNumber", number.displayPhoneNumber());
            node.put("verifiedName", number.verifiedName());
            node.put("windowAlwaysOpen", number.traffic().alwaysOpen);
            node.put("onBusinessApp", number.onBusinessApp);
            node.put("budget", number.budgetOverride);
            node.put("state", number.state.name());
            node.put("quality", number.quality.name());
            node.put("registered", number.registered);
            SignUpMode mode = number.mode;
            node.put("mode", mode == null ? null : mode.name());
            node.put("pin", number.pin);
            node.put("onboardedAt", text(number.onboardedAt));
            node.put("appOpenedAt", text(number.handset().openedAt()));
            ArrayNode asked = node.putArray("asked");
            number.asked.forEach(s -> asked.add(s.name()));
            ObjectNode windows = node.putObject("windows");
            number.traffic().windows.all().forEach((c, at) -> windows.put(c, at.toString()));
            ObjectNode groups = node.putObject("groups");
            number.audience()
                    .groups()
                    .forEach((group, all) -> all.forEach(groups.putArray(group)::add));
            number.audience().stopped().forEach(node.putArray("noMarketing")::add);
            ArrayNode book = node.putArray("addressBook");
            number.handset()
                    .contacts()
                    .forEach(e ->
                            book.addObject()
                                    .put("phone", e.phone())
                                    .put("fullName", e.fullName())
                                    .put("firstName", e.firstName()));
        }
        return node;
    }

    private static SimulatedNumber number(JsonNode node) throws BadRequest {
        String id = MetaJson.need(node, "phoneNumberId");
        String waba = MetaJson.need(node, "wabaId");
        NumberSpec spec =
                new NumberSpec(
                        MetaJson.need(node, "displayPhoneNumber"),
                        MetaJson.flag(node, "onBusinessApp", false),
                        false,
                        MetaJson.string(node, "verifiedName"),
                        waba,
                        id,
                        MetaJson.integer(node, "budget", 0),
                        MetaJson.flag(node, "windowAlwaysOpen", false));
        SimulatedNumber number = new SimulatedNumber(spec, id, waba);
        number.state = SimulatedNumber.State.valueOf(MetaJson.need(node, "state"));
        number.quality =
                SimulatedNumber.Quality.valueOf(
                        MetaJson.string(node, "quality", SimulatedNumber.Quality.GREEN.name()));
        number.registered = MetaJson.flag(node, "registered", false);
        String mode = MetaJson.string(node, "mode");
        number.mode = mode == null ? null : SignUpMode.valueOf(mode);
        number.pin = MetaJson.string(node, "pin");
        number.onboardedAt = instant(node, "onboardedAt");
        number.handset().recordOpening(instant(node, "appOpenedAt"));
        node.path("asked")
                .forEach(s -> number.asked.add(SimulatedNumber.Sync.valueOf(s.asString())));
        node.path("windows")
                .forEachEntry(
                        (c, at) -> number.traffic().customerWrote(c, Instant.parse(at.asString())));
        node.path("groups")
                .forEachEntry((group, all) ->
                        number.audience()
                                .joins(group, all.valueStream().map(JsonNode::asString).toList()));
        node.path("noMarketing")
                .forEach(p -> number.audience().allowMarketing(p.asString(), false));
        for (JsonNode e : node.path("addressBook")) {
            String phone = MetaJson.need(e, "phone");
            number.handset()
                    .save(
                            new AddressBookEntry(
                                    phone,
                                    MetaJson.string(e, "fullName", ""),
                                    MetaJson.string(e, "firstName", "")));
        }
        return number;
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private static @Nullable Instant instant(JsonNode node, String field) {
        String text = MetaJson.string(node, field);
        return text == null ? null : Instant.parse(text);
    }
}
