package dev.coexistence.simulator;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;

/** Meta's Cloud API on a loopback port, and the phones of the numbers it serves. */
public final class Simulator implements AutoCloseable {
    private static final Duration ACTIVITY = Duration.ofDays(14);
    private static final long SAVE_SECONDS = 2;

    private final Scheduler timer = Schedulers.newSingle("simulator-timer", true);
    private final ScriptedClock clock;
    private final Faults faults = new Faults();
    private final WebhookPost post = new WebhookPost();
    private final Webhooks webhooks;
    private final Accounts accounts;
    private final Arrivals arrivals;
    private final Ledger ledger;
    private final Events events;
    private final Statuses statuses;
    private final Onboarding onboarding;
    private final Media media;
    private final MediaEndpoint mediaEndpoint;
    private final Paths paths;
    private final SimulatorSettings settings;
    private final AtomicReference<@Nullable StateFile> state = new AtomicReference<>();
    private final DisposableServer server;

    private Simulator(SimulatorSettings settings) {
        this.settings = settings;
        this.clock = new ScriptedClock(settings.clock());
        long origin = settings.clock().instant().getEpochSecond();
        this.accounts = new Accounts(clock, origin);
        this.webhooks = new Webhooks(post, clock, timer, settings.delivery(), settings.seed());
        this.events = new Events(webhooks, accounts);
        this.arrivals = new Arrivals(settings.arrivalsKept());
        this.ledger = new Ledger(origin);
        this.statuses = new Statuses(timer, clock, events, settings.statuses());
        this.onboarding =
                new Onboarding(clock, new HistorySync(ledger, events, clock, timer), events);
        this.media = new Media(clock, origin);
        this.mediaEndpoint = new MediaEndpoint(media, this::baseUri);
        Messages messages =
                new Messages(
                        settings.rules(),
                        settings.ticker(),
                        clock,
                        faults,
                        new Messages.Traces(arrivals, ledger, statuses));
        var graph =
                new GraphApi(
                        settings,
                        accounts,
                        new GraphApi.Endpoints(onboarding, messages, mediaEndpoint),
                        new Misbehaviour(faults),
                        post);
        this.paths = new Paths(new ControlApi(this), graph, settings.latency());
        clock.onJump(this::checkActivity);
        this.server =
                new HttpEdge(paths::answer, timer).listen(settings.address(), settings.port());
    }

    public static Simulator start(SimulatorSettings settings) {
        return new Simulator(settings);
    }

    /** The Graph API's root; the version comes behind it. */
    public URI baseUri() {
        String host = settings.address().equals("0.0.0.0") ? "127.0.0.1" : settings.address();
        return URI.create("http://" + host + ":" + server.port());
    }

    public void deliverTo(URI webhook, String appSecret, String verifyToken) {
        webhooks.deliverTo(new WebhookTarget(webhook, appSecret, verifyToken));
    }

    /** Signs with the app secret of the settings. */
    public void deliverTo(URI webhook) {
        deliverTo(webhook, settings.app().secret(), settings.app().verifyToken());
    }

    /** Meta's challenge to the webhook endpoint. */
    public boolean verifyWebhook() {
        WebhookTarget target = webhooks.target();
        return target != null
                && Boolean.TRUE.equals(
                        post.challenge(target.url(), target.verifyToken())
                                .block(Duration.ofSeconds(10)));
    }

    public SimulatedNumber addNumber(NumberSpec spec) {
        try {
            return accounts.add(spec);
        } catch (BadRequest e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    public SimulatedNumber number(String phoneNumberId) {
        SimulatedNumber number = accounts.number(phoneNumberId);
        if (number == null) {
            throw new IllegalArgumentException("unknown number " + phoneNumberId);
        }
        return number;
    }

    /** A token for the number's WABA, made when there is none. */
    public String tokenOf(SimulatedNumber number) {
        return accounts.token(number.wabaId());
    }

    /** The owner finishes the popup. */
    public SignUp signUp(String phoneNumberId, SignUpMode mode) {
        SimulatedNumber number = number(phoneNumberId);
        String refusal = onboarding.signedUp(number, mode);
        if (refusal != null) {
            throw new IllegalStateException(refusal);
        }
        return Popup.finished(number, mode, accounts.newCode(number.wabaId()));
    }

    public Phone phone(SimulatedNumber number) {
        return new Phone(
                number,
                new Phone.Surroundings(
                        clock,
                        settings.ticker(),
                        timer,
                        ledger,
                        events,
                        statuses,
                        faults,
                        mediaEndpoint,
                        settings.rules().countInbound()));
    }

    /** The arrivals still kept of one number, oldest first. */
    public List<Arrival> arrivals(String phoneNumberId) {
        return arrivals.after(phoneNumberId, 0, Integer.MAX_VALUE);
    }

    /** The arrivals still kept of all numbers, oldest first. */
    public List<Arrival> arrivals() {
        return arrivals.after(null, 0, Integer.MAX_VALUE);
    }

    public WindowReport window(String phoneNumberId) {
        SimulatedNumber number = number(phoneNumberId);
        synchronized (number) {
            return number.judge.report(number.budgetPerSecond());
        }
    }

    /** Forgets arrivals and reports, not what the budget still has to remember. */
    public void forgetArrivals() {
        arrivals.forget(null);
        for (SimulatedNumber number : accounts.all()) {
            synchronized (number) {
                number.judge.forget();
            }
        }
    }

    /** The accepted body, while it is remembered. */
    public Optional<String> sentBody(String wamid) {
        return Optional.ofNullable(ledger.body(wamid)).map(Json::text);
    }

    public Faults faults() {
        return faults;
    }

    /** Changes the level without telling anybody; 0 restores the mode's own. */
    public void setBudget(String phoneNumberId, int perSecond) {
        SimulatedNumber number = number(phoneNumberId);
        synchronized (number) {
            number.budgetOverride = perSecond;
        }
    }

    /** Every send is refused with this code; 0 ends it. */
    public void restrict(String phoneNumberId, int code) {
        SimulatedNumber number = number(phoneNumberId);
        synchronized (number) {
            number.restriction = code;
        }
    }

    /** Rates the number; RED flags it and anything else lifts that, which Meta tells the app. */
    public void rate(String phoneNumberId, SimulatedNumber.Quality quality) {
        SimulatedNumber number = number(phoneNumberId);
        boolean was = number.flagged();
        number.rate(quality);
        if (was != number.flagged()) {
            events.qualityUpdate(number, was ? "UNFLAGGED" : "FLAGGED");
        }
    }

    /** The round trip of every Graph answer. */
    public void setLatency(Duration roundTrip) {
        paths.answerAfter(Latency.fixed(roundTrip));
    }

    /** A round trip between two bounds, from a seed. */
    public void setLatency(Duration min, Duration max, long seed) {
        paths.answerAfter(Latency.between(min, max, seed));
    }

    public void setStatuses(StatusPlan plan) {
        statuses.plan(plan);
    }

    public void setDelivery(DeliveryPlan plan) {
        webhooks.plan(plan);
    }

    public ScriptedClock clock() {
        return clock;
    }

    /** Any webhook, as given: field and value as JSON. */
    public void sendWebhook(SimulatedNumber number, String field, String valueJson) {
        try {
            events.message(number, field, Json.read(valueJson));
        } catch (BadRequest e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** An account webhook, as given, to the app's callback. */
    public void sendAccountWebhook(String entryId, String field, String valueJson) {
        try {
            events.account(entryId, field, Json.read(valueJson));
        } catch (BadRequest e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The last webhooks once more; returns how many there were. */
    public int redeliver(int last) {
        return webhooks.redeliver(last);
    }

    public WebhookReport webhookReport() {
        return webhooks.report();
    }

    /** Waits until no webhook is pending; false when the time is over first. */
    public boolean awaitWebhooks(Duration atMost) throws InterruptedException {
        return webhooks.await(atMost);
    }

    /** Reads numbers, tokens and windows from this file and keeps them there from now on. */
    public void keepStateIn(Path file) {
        StateFile kept = new StateFile(file, accounts, clock);
        kept.load();
        state.set(kept);
        timer.schedulePeriodically(kept::save, SAVE_SECONDS, SAVE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        StateFile kept = state.get();
        if (kept != null) {
            kept.save();
        }
        webhooks.close();
        server.disposeNow(Duration.ofSeconds(3));
        post.close();
        timer.dispose();
    }

    /** What the control interface works on. */
    Parts parts() {
        return new Parts(settings, accounts, arrivals, ledger, webhooks, events, onboarding, media);
    }

    record Parts(
            SimulatorSettings settings,
            Accounts accounts,
            Arrivals arrivals,
            Ledger ledger,
            Webhooks webhooks,
            Events events,
            Onboarding onboarding,
            Media media) {}

    private void checkActivity() {
        for (SimulatedNumber number : accounts.all()) {
            phone(number).checkActivity(ACTIVITY);
        }
    }
}
