package dev.coexistence.dispatch.simulation;

import static dev.coexistence.dispatch.simulation.Scenario.MILLI;
import static dev.coexistence.dispatch.simulation.Scenario.SECOND;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.number.NumberAction.Alarm;
import dev.coexistence.dispatch.number.NumberState;
import dev.coexistence.simulator.guarantees.AtMostOnce;
import dev.coexistence.simulator.guarantees.Commanded;
import dev.coexistence.simulator.guarantees.Guarantee;
import dev.coexistence.simulator.guarantees.Guarantees;
import dev.coexistence.simulator.guarantees.NothingLost;
import dev.coexistence.simulator.guarantees.OrderPerRecipient;
import dev.coexistence.simulator.guarantees.Violation;
import dev.coexistence.simulator.guarantees.WithinBudget;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run: what a seed makes happen, from the first command to the last outcome. */
public final class World {
    private static final long LONGEST = 3 * 60 * 60 * SECOND;
    private static final int[] RESTRICTIONS = {Provider.PAYMENT, 190, 10, 131031};
    private static final long GROUP_SESSION = 6 * SECOND;

    /** How long customers write before anything is commanded, so that their pace is known. */
    private static final long WRITTEN_TO = 4 * SECOND;

    /**
     * How a run ended.
     *
     * @param violations promises that were broken
     * @param virtualNanos how long it took in its own time
     * @param alarms what people would have been told that should never be
     * @param slowestMend nanoseconds from a payment that was mended to the first message, in a
     *     world without other trouble
     */
    public record Report(
            long seed,
            List<Violation> violations,
            long virtualNanos,
            long events,
            List<Alarm> alarms,
            long slowestMend) {}

    private final VirtualTime time = new VirtualTime();
    private final Random random;
    private final Supplier<Mutation> mutations;
    private final Scenario scenario;
    private final WithinBudget budget;
    private final Guarantee watched;
    private final Store store;
    private final Provider provider;
    private final Weather weather;
    private final Map<String, NumberState> numbers = new HashMap<>();
    private final ArrayDeque<Command> topic = new ArrayDeque<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private @Nullable Instance owner;
    private int toCome;

    private World(long seed, Supplier<Mutation> mutations) {
        this.random = new Random(seed);
        this.mutations = mutations;
        this.scenario = Scenario.of(random);
        this.weather = scenario.badWeather() ? Weather.bad(random) : Weather.fair();
        this.budget = new WithinBudget(this::agreed);
        this.watched =
                Guarantees.of(new AtMostOnce(), new NothingLost(), new OrderPerRecipient(), budget);
        this.store = new Store(time, watched);
        this.provider =
                new Provider(
                        time,
                        random,
                        new Provider.Manners(
                                scenario.trouble(),
                                scenario.upheavals() == 0
                                        && !scenario.badWeather()
                                        && random.nextBoolean(),
                                this::starving),
                        watched,
                        (id, wamid) -> store.evidence(id, "w" + wamid));
    }

    /** Runs what that seed makes happen. */
    public static Report run(long seed) {
        return run(seed, () -> Mutation.NONE);
    }

    /** Runs what that seed makes happen to decisions with a planted fault. */
    public static Report run(long seed, Mutant mutant) {
        return run(seed, mutant::plant);
    }

    private static Report run(long seed, Supplier<Mutation> mutations) {
        var world = new World(seed, mutations);
        world.script();
        while (world.time.step(LONGEST) && (world.toCome > 0 || world.store.open() > 0)) {
            // From event to event.
        }
        return new Report(
                seed,
                world.watched.finish(),
                world.time.nanos(),
                world.time.happened(),
                world.alarms,
                world.scenario.calm() ? world.provider.slowestMend() : 0);
    }

    private void script() {
        for (int i = 0; i < scenario.numbers(); i++) {
            int perSecond = (scenario.badWeather() ? 15 : 5) + random.nextInt(40);
            String number = "n" + i;
            numbers.put(number, connected(number, 1, perSecond));
            provider.budget(number, perSecond);
            if (scenario.badWeather()) {
                write(number);
            } else if (random.nextInt(3) == 0) {
                time.after(random.nextLong(scenario.span()), () -> changeBudget(number));
            }
        }
        owner = new Instance(this, random, mutations.get());
        toCome = scenario.commands();
        boolean burst = random.nextBoolean();
        for (int i = 0; i < scenario.commands(); i++) {
            int order = i;
            long at = burst ? random.nextInt(3) * SECOND : random.nextLong(scenario.span());
            time.after(scenario.badWeather() ? at + WRITTEN_TO : at, () -> command(order));
        }
        restrictions();
        for (int i = 0; i < scenario.upheavals(); i++) {
            time.after(random.nextLong(scenario.span() + 3 * SECOND), this::upheaval);
        }
        if (random.nextInt(4) == 0) {
            time.after(random.nextLong(scenario.span()), () -> inbound("n0", time.nanos()));
        }
    }

    /** Customers write to the number; while nothing can leave, maybe more of them. */
    private void write(String number) {
        var customers = new Inbound(this, random, number, 1 + random.nextInt(5));
        customers.begin();
        long unseen = weather.deepInOutage();
        if (unseen > 0 && random.nextBoolean()) {
            time.at(unseen, () -> customers.rise(4));
        }
    }

    /**
     * Times for which Meta takes nothing of a number, and messages of which it would take others.
     */
    private void restrictions() {
        for (int i = 0; i < scenario.restrictions(); i++) {
            String number = "n" + random.nextInt(scenario.numbers());
            int code = RESTRICTIONS[random.nextInt(RESTRICTIONS.length)];
            long lasts = random.nextLong(5 * 60 * SECOND);
            time.after(
                    random.nextLong(scenario.span()),
                    () -> provider.restrict(number, code, time.nanos() + lasts));
        }
        if (scenario.choosy()) {
            provider.refuseOne();
            // Others are sent later, so that it shows whose fault the refusals are.
            for (int i = 0; i < scenario.numbers(); i++) {
                String number = "n" + i;
                for (int later = 1; later <= 10; later++) {
                    int order = scenario.commands() + toCome;
                    toCome++;
                    time.after(later * 400 * SECOND, () -> command(order, number, "other"));
                }
            }
        }
    }

    private void command(int order) {
        command(
                order,
                "n" + random.nextInt(scenario.numbers()),
                "r" + random.nextInt(scenario.recipients()));
    }

    private void command(int order, String number, String recipient) {
        boolean expires = random.nextInt(30) == 0;
        var terms =
                new Command.Terms(
                        time.instant(),
                        null,
                        expires
                                ? time.instant().plus(Duration.ofMillis(random.nextInt(3000)))
                                : null,
                        Command.UnknownPolicy.PARK);
        Priority priority = Store.priority(random.nextInt(Priority.COUNT));
        boolean signal = priority == Priority.SIGNAL;
        String to = signal ? "read:c" + order : recipient;
        var command =
                new Command(
                        "c" + order,
                        number,
                        0,
                        0,
                        priority,
                        to,
                        new Command.Content(
                                to,
                                null,
                                signal ? "read" : "text",
                                "{}",
                                null,
                                null,
                                random.nextBoolean() ? null : "sender" + random.nextInt(4)),
                        terms,
                        0,
                        false);
        watched.commanded(
                new Commanded(
                        command.id(),
                        Provider.counter(command),
                        to,
                        priority.name(),
                        time.nanos()));
        topic.add(command);
        poll();
    }

    /** The owner takes in what stands on the topic. */
    private void poll() {
        Instance instance = owner;
        if (instance == null || !instance.works()) {
            return;
        }
        long back = weather.brokerBack(time.nanos());
        if (back > time.nanos()) {
            time.at(back, this::poll);
            return;
        }
        var stored = new ArrayList<Command>();
        while (!topic.isEmpty()) {
            Command command = store.insert(topic.remove());
            toCome--;
            stored.add(command);
            if (command.terms().expiresAt() != null) {
                time.after(4 * SECOND, () -> expire(command, 20));
            } else if (random.nextInt(30) == 0) {
                time.after(random.nextLong(2 * SECOND), () -> owned().cancel(command));
            }
        }
        if (!stored.isEmpty()) {
            instance.arrived(stored);
        }
    }

    /** The sweeper finds it again as long as it stands there. */
    private void expire(Command command, int times) {
        owned().expire(command);
        if (times > 0) {
            time.after(5 * SECOND, () -> expire(command, times - 1));
        }
    }

    private void upheaval() {
        Instance before = owned();
        if (!before.works()) {
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                before.die();
                time.after(random.nextLong(2 * GROUP_SESSION), this::takeOver);
            }
            case 1 -> {
                before.stop();
                time.after(
                        random.nextLong(2 * GROUP_SESSION),
                        () -> {
                            before.resume();
                            poll();
                        });
                time.after(GROUP_SESSION, this::takeOver);
            }
            default -> before.handOver(this::takeOver);
        }
    }

    private void takeOver() {
        owner = new Instance(this, random, mutations.get());
        poll();
    }

    private void changeBudget(String number) {
        NumberState before = state(number);
        int perSecond = 5 + random.nextInt(40);
        NumberState after = connected(number, before.version() + 1, perSecond);
        boolean lower = perSecond < before.perSecond();
        Runnable hear =
                () -> {
                    numbers.put(number, after);
                    owned().connection(after);
                };
        Runnable hold =
                () -> {
                    provider.budget(number, perSecond);
                    budget.budgetChanged(number, perSecond);
                    budget.budgetChanged(number + Provider.SIGNALS, perSecond);
                };
        if (lower) {
            hear.run();
            time.after(40 * SECOND, hold);
        } else {
            hold.run();
            time.after(100 * MILLI, hear);
        }
    }

    private static NumberState connected(String number, long version, int perSecond) {
        return new NumberState(
                number,
                1,
                version,
                false,
                null,
                "coexistence",
                perSecond,
                "seven-io",
                List.of(),
                "token",
                null,
                null);
    }

    private int agreed(String number) {
        return provider.budget(number);
    }

    // ---- for its parts

    private Instance owned() {
        return Objects.requireNonNull(owner);
    }

    VirtualTime time() {
        return time;
    }

    Store store() {
        return store;
    }

    Provider provider() {
        return provider;
    }

    Scenario scenario() {
        return scenario;
    }

    NumberState state(String number) {
        return Objects.requireNonNull(numbers.get(number));
    }

    Weather weather() {
        return weather;
    }

    /** By how much more something is late where everything waits for the processor. */
    long starving(long most) {
        return weather.starved(time.nanos()) && random.nextInt(3) == 0 ? random.nextLong(most) : 0;
    }

    /** Something came in at the provider and used up budget. */
    void counted(String number) {
        provider.counted(number);
        budget.counted(number, time.nanos());
    }

    /** What came in then stands on the topic now. */
    void inbound(String number, long came) {
        owned().inbound(number, came);
    }

    /** As the database tells it. */
    NumberState known(String number) {
        NumberState state = state(number);
        return new NumberState(
                number,
                state.epoch(),
                state.version(),
                state.ended(),
                state.heldFor(),
                state.mode(),
                state.perSecond(),
                state.edition(),
                state.forbidden(),
                state.token(),
                state.linkProvenAt(),
                store.hold(number));
    }

    long databaseLatency() {
        long away = weather.databaseBack(time.nanos()) - time.nanos();
        return away + starving(SECOND) + usualLatency();
    }

    private long usualLatency() {
        return random.nextInt(200) == 0
                ? random.nextLong(2 * SECOND)
                : MILLI + random.nextLong(5 * MILLI);
    }

    void alarm(Alarm alarm) {
        if (alarm != Alarm.NUMBER_STOPPED) {
            alarms.add(alarm);
        }
    }
}
