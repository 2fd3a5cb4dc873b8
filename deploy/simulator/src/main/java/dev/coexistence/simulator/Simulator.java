package dev.coexistence.simulator;

import dev.coexistence.simulator.clock.ScriptedClock;
import dev.coexistence.simulator.fault.ActiveFaults;
import dev.coexistence.simulator.graph.MetaApp;
import dev.coexistence.simulator.number.AccountDirectory;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SendRestriction;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.number.StateFile;
import dev.coexistence.simulator.number.WindowReport;
import dev.coexistence.simulator.phone.MetaAgent;
import dev.coexistence.simulator.phone.Phone;
import dev.coexistence.simulator.template.MessageTemplate;
import dev.coexistence.simulator.trace.Arrival;
import dev.coexistence.simulator.webhook.DeliveryPlan;
import dev.coexistence.simulator.webhook.StatusPlan;
import dev.coexistence.simulator.webhook.WebhookReport;
import dev.coexistence.simulator.wire.BadRequest;
import dev.coexistence.simulator.wire.GraphError;
import dev.coexistence.simulator.wire.HttpEdge;
import dev.coexistence.simulator.wire.MetaJson;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;

/** Meta's Cloud API on a loopback port, and the phones of the numbers it serves. */
public final class Simulator implements AutoCloseable {
    private static final Duration ACTIVITY = Duration.ofDays(14);
    private static final long SAVE_SECONDS = 2;

    private final SimulatorAssembly parts;
    private final RequestRouter paths;
    private final AtomicReference<@Nullable StateFile> state = new AtomicReference<>();
    private final DisposableServer server;

    private Simulator(SimulatorSettings settings) {
        this.parts = new SimulatorAssembly(settings, this::baseUri);
        this.paths =
                new RequestRouter(new ControlApi(this, parts), parts.graph(), settings.latency());
        parts.clock.onJump(this::checkActivity);
        this.server =
                new HttpEdge(paths::answer, parts.timer)
                        .listen(settings.address(), settings.port());
    }

    public static Simulator start(SimulatorSettings settings) {
        return new Simulator(settings);
    }

    /** The Graph API's root; the version comes behind it. */
    public URI baseUri() {
        String listens = parts.settings.address();
        String host = listens.equals("0.0.0.0") ? "127.0.0.1" : listens;
        return URI.create("http://" + host + ":" + server.port());
    }

    public void deliverTo(URI webhook, String appSecret, String verifyToken) {
        parts.webhooks.deliverTo(webhook, appSecret, verifyToken);
    }

    /** Signs with the app secret of the settings. */
    public void deliverTo(URI webhook) {
        MetaApp app = parts.settings.app();
        deliverTo(webhook, app.secret(), app.verifyToken());
    }

    /** Meta's challenge to the webhook endpoint. */
    public boolean verifyWebhook() {
        return parts.webhooks.verify();
    }

    public SimulatedNumber addNumber(NumberSpec spec) {
        try {
            return parts.accounts.add(spec);
        } catch (BadRequest e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    public SimulatedNumber number(String phoneNumberId) {
        SimulatedNumber number = parts.accounts.number(phoneNumberId);
        if (number == null) {
            throw new IllegalArgumentException("unknown number " + phoneNumberId);
        }
        return number;
    }

    /** A token for the number's WABA, made when there is none. */
    public String tokenOf(SimulatedNumber number) {
        return parts.accounts.token(number.wabaId());
    }

    /** The owner finishes the popup. */
    public SignUp signUp(String phoneNumberId, SignUpMode mode) {
        SimulatedNumber number = number(phoneNumberId);
        String refusal = number.signUp(mode, parts.clock.instant());
        if (refusal != null) {
            throw new IllegalStateException(refusal);
        }
        return SignUpPopup.finishSignUp(number, mode, parts.accounts.newCode(number.wabaId()));
    }

    public Phone phone(SimulatedNumber number) {
        return parts.phone(number);
    }

    /** The arrivals still kept of one number, oldest first. */
    public List<Arrival> arrivals(String phoneNumberId) {
        return parts.arrivals.listAfter(phoneNumberId, 0, Integer.MAX_VALUE);
    }

    /** The arrivals still kept of all numbers, oldest first. */
    public List<Arrival> arrivals() {
        return parts.arrivals.listAfter(null, 0, Integer.MAX_VALUE);
    }

    public WindowReport window(String phoneNumberId) {
        SimulatedNumber number = number(phoneNumberId);
        synchronized (number) {
            return number.traffic().report(number.budgetPerSecond());
        }
    }

    /** Forgets arrivals and reports, not what the budget still has to remember. */
    public void forgetArrivals() {
        parts.arrivals.forget(null);
        for (SimulatedNumber number : parts.accounts.all()) {
            synchronized (number) {
                number.traffic().forget();
            }
        }
    }

    /** The accepted body, while it is remembered. */
    public Optional<String> sentBody(String wamid) {
        return Optional.ofNullable(parts.ledger.body(wamid)).map(MetaJson::text);
    }

    public ActiveFaults faults() {
        return parts.faults;
    }

    /** Changes the level without telling anybody; 0 restores the mode's own. */
    public void setBudget(String phoneNumberId, int perSecond) {
        number(phoneNumberId).budgetPerSecond(perSecond);
    }

    /** Every send is refused with this code; 0 ends it. Nobody is told. */
    public void restrict(String phoneNumberId, int code) {
        restrict(phoneNumberId, code == 0 ? null : SendRestriction.of(GraphError.of(code)));
    }

    /** Sends are refused as this says; null ends it. Nobody is told. */
    public void restrict(String phoneNumberId, @Nullable SendRestriction restriction) {
        number(phoneNumberId).restrict(restriction);
    }

    /**
     * Creates or changes a template of an account, from Meta's members as JSON: name, language,
     * status, category, parameter_format, components or body. Another status is told to the app.
     */
    public MessageTemplate putTemplate(String wabaId, String json) {
        try {
            return TemplateChange.apply(parts, wabaId, MetaJson.read(json));
        } catch (BadRequest e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Meta's own agent on this number. */
    public MetaAgent agent(SimulatedNumber number) {
        return parts.agent(number);
    }

    /**
     * The business takes the app away, which Meta tells.
     *
     * @param effective whether the link really ends and the token with it
     * @param misnested as in Meta's own sample: {@code field} and {@code object} inside the value
     */
    public void uninstallApp(SimulatedNumber number, boolean effective, boolean misnested) {
        if (effective) {
            parts.accounts.endTokens(number.wabaId());
            parts.accounts.put(new AccountDirectory.Waba(number.wabaId(), false, null));
            parts.accounts.numbersOf(number.wabaId()).forEach(SimulatedNumber::remove);
        }
        parts.events.partnerAppUninstalled(number, parts.settings.app().id(), misnested);
    }

    /** Rates the number; RED flags it and anything else lifts that, which Meta tells the app. */
    public void rate(String phoneNumberId, SimulatedNumber.Quality quality) {
        SimulatedNumber number = number(phoneNumberId);
        boolean was = number.flagged();
        number.rate(quality);
        if (was != number.flagged()) {
            parts.events.qualityUpdate(number, was ? "UNFLAGGED" : "FLAGGED");
        }
    }

    /** The round trip of every Graph answer. */
    public void setLatency(Duration roundTrip) {
        paths.answerAfter(AnswerLatency.fixed(roundTrip));
    }

    /** A round trip between two bounds, from a seed. */
    public void setLatency(Duration min, Duration max, long seed) {
        paths.answerAfter(AnswerLatency.between(min, max, seed));
    }

    public void setStatuses(StatusPlan plan) {
        parts.statuses.plan(plan);
    }

    public void setDelivery(DeliveryPlan plan) {
        parts.webhooks.plan(plan);
    }

    public ScriptedClock clock() {
        return parts.clock;
    }

    /** Any webhook, as given: field and value as JSON. */
    public void sendWebhook(SimulatedNumber number, String field, String valueJson) {
        try {
            parts.events.message(number, field, MetaJson.read(valueJson));
        } catch (BadRequest e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** An account webhook, as given, to the app's callback. */
    public void sendAccountWebhook(String entryId, String field, String valueJson) {
        try {
            parts.events.account(entryId, field, MetaJson.read(valueJson));
        } catch (BadRequest e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The last webhooks once more; returns how many there were. */
    public int redeliver(int last) {
        return parts.webhooks.redeliver(last);
    }

    public WebhookReport webhookReport() {
        return parts.webhooks.report();
    }

    /** Waits until no webhook is pending; false when the time is over first. */
    public boolean awaitWebhooks(Duration atMost) throws InterruptedException {
        return parts.webhooks.await(atMost);
    }

    /** Reads numbers, tokens and windows from this file and keeps them there from now on. */
    public void keepStateIn(Path file) {
        StateFile kept = new StateFile(file, parts.accounts, parts.templates, parts.clock);
        kept.load();
        state.set(kept);
        parts.timer.schedulePeriodically(kept::save, SAVE_SECONDS, SAVE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        StateFile kept = state.get();
        if (kept != null) {
            kept.save();
        }
        parts.webhooks.close();
        server.disposeNow(Duration.ofSeconds(3));
        parts.timer.dispose();
    }

    private void checkActivity() {
        for (SimulatedNumber number : parts.accounts.all()) {
            phone(number).checkActivity(ACTIVITY);
        }
    }
}
