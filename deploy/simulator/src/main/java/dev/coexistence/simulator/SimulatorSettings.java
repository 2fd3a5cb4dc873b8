package dev.coexistence.simulator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * How the simulator starts.
 *
 * @param address where to listen
 * @param port 0 lets the system choose
 * @param app the one app known here
 * @param rules which of Meta's limits hold
 * @param statuses when statuses follow an accepted message
 * @param delivery how webhooks are delivered
 * @param latency the round trip added to each Graph answer
 * @param arrivalsKept arrivals kept, all numbers together
 * @param clock real time under the scripted clock
 * @param ticker monotonic nanoseconds, for budgets and arrivals
 * @param seed of everything random
 */
public record SimulatorSettings(
        String address,
        int port,
        App app,
        Rules rules,
        StatusPlan statuses,
        DeliveryPlan delivery,
        Duration latency,
        int arrivalsKept,
        InstantSource clock,
        LongSupplier ticker,
        long seed) {

    /** The app that webhooks are signed for. */
    public record App(String id, String secret, String verifyToken) {
        @Override
        public String toString() {
            return "App[" + id + "]";
        }
    }

    /**
     * Which limits hold.
     *
     * @param budget 130429 above N in any sliding second
     * @param countInbound inbound messages and echoes use up the budget
     * @param pairLimit 131056 above one per 6 s and user, burst 45
     * @param window 131047 outside the customer's 24 h
     * @param token 190 without a valid token
     */
    public record Rules(
            boolean budget,
            boolean countInbound,
            boolean pairLimit,
            boolean window,
            boolean token) {}

    public static SimulatorSettings defaults() {
        return new SimulatorSettings(
                "127.0.0.1",
                0,
                new App("100000000000001", "simulator-app-secret", "simulator-verify-token"),
                new Rules(true, true, true, true, true),
                StatusPlan.defaults(),
                DeliveryPlan.defaults(),
                Duration.ZERO,
                50_000,
                InstantSource.system(),
                System::nanoTime,
                1);
    }

    public SimulatorSettings withAddress(String where, int at) {
        return new SimulatorSettings(
                where,
                at,
                app,
                rules,
                statuses,
                delivery,
                latency,
                arrivalsKept,
                clock,
                ticker,
                seed);
    }

    public SimulatorSettings withPort(int at) {
        return withAddress(address, at);
    }

    public SimulatorSettings withApp(App other) {
        return new SimulatorSettings(
                address,
                port,
                other,
                rules,
                statuses,
                delivery,
                latency,
                arrivalsKept,
                clock,
                ticker,
                seed);
    }

    public SimulatorSettings withRules(Rules other) {
        return new SimulatorSettings(
                address,
                port,
                app,
                other,
                statuses,
                delivery,
                latency,
                arrivalsKept,
                clock,
                ticker,
                seed);
    }

    public SimulatorSettings withCountInbound(boolean counted) {
        return withRules(
                new Rules(rules.budget, counted, rules.pairLimit, rules.window, rules.token));
    }

    public SimulatorSettings withEnforceBudget(boolean enforced) {
        return withRules(
                new Rules(
                        enforced, rules.countInbound, rules.pairLimit, rules.window, rules.token));
    }

    public SimulatorSettings withEnforcePairLimit(boolean enforced) {
        return withRules(
                new Rules(rules.budget, rules.countInbound, enforced, rules.window, rules.token));
    }

    public SimulatorSettings withEnforceWindow(boolean enforced) {
        return withRules(
                new Rules(
                        rules.budget, rules.countInbound, rules.pairLimit, enforced, rules.token));
    }

    public SimulatorSettings withCheckToken(boolean checked) {
        return withRules(
                new Rules(
                        rules.budget, rules.countInbound, rules.pairLimit, rules.window, checked));
    }

    public SimulatorSettings withStatuses(StatusPlan other) {
        return new SimulatorSettings(
                address,
                port,
                app,
                rules,
                other,
                delivery,
                latency,
                arrivalsKept,
                clock,
                ticker,
                seed);
    }

    public SimulatorSettings withDelivery(DeliveryPlan other) {
        return new SimulatorSettings(
                address,
                port,
                app,
                rules,
                statuses,
                other,
                latency,
                arrivalsKept,
                clock,
                ticker,
                seed);
    }

    public SimulatorSettings withLatency(Duration roundTrip) {
        return new SimulatorSettings(
                address,
                port,
                app,
                rules,
                statuses,
                delivery,
                roundTrip,
                arrivalsKept,
                clock,
                ticker,
                seed);
    }

    public SimulatorSettings withArrivalsKept(int kept) {
        return new SimulatorSettings(
                address, port, app, rules, statuses, delivery, latency, kept, clock, ticker, seed);
    }

    public SimulatorSettings withClock(InstantSource other) {
        return new SimulatorSettings(
                address,
                port,
                app,
                rules,
                statuses,
                delivery,
                latency,
                arrivalsKept,
                other,
                ticker,
                seed);
    }

    public SimulatorSettings withTicker(LongSupplier other) {
        return new SimulatorSettings(
                address,
                port,
                app,
                rules,
                statuses,
                delivery,
                latency,
                arrivalsKept,
                clock,
                other,
                seed);
    }

    public SimulatorSettings withSeed(long other) {
        return new SimulatorSettings(
                address,
                port,
                app,
                rules,
                statuses,
                delivery,
                latency,
                arrivalsKept,
                clock,
                ticker,
                other);
    }
}
