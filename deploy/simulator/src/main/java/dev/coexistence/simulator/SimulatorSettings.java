package dev.coexistence.simulator;

import dev.coexistence.simulator.graph.EnforcedLimits;
import dev.coexistence.simulator.graph.MetaApp;
import dev.coexistence.simulator.webhook.DeliveryPlan;
import dev.coexistence.simulator.webhook.StatusPlan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Start settings of the simulator.
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
        MetaApp app,
        EnforcedLimits rules,
        StatusPlan statuses,
        DeliveryPlan delivery,
        Duration latency,
        int arrivalsKept,
        InstantSource clock,
        LongSupplier ticker,
        long seed) {

    public static SimulatorSettings defaults() {
        return new SimulatorSettings(
                "127.0.0.1",
                0,
                new MetaApp("100000000000001", "simulator-app-secret", "simulator-verify-token"),
                new EnforcedLimits(true, true, true, true, true, true),
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

    public SimulatorSettings withApp(MetaApp other) {
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

    public SimulatorSettings withRules(EnforcedLimits other) {
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
        return withRules(rules.withCountInbound(counted));
    }

    public SimulatorSettings withEnforceBudget(boolean enforced) {
        return withRules(rules.withBudget(enforced));
    }

    public SimulatorSettings withEnforcePairLimit(boolean enforced) {
        return withRules(rules.withPairLimit(enforced));
    }

    public SimulatorSettings withEnforceWindow(boolean enforced) {
        return withRules(rules.withWindow(enforced));
    }

    public SimulatorSettings withCheckToken(boolean checked) {
        return withRules(rules.withToken(checked));
    }

    public SimulatorSettings withEnforceTemplates(boolean enforced) {
        return withRules(rules.withTemplates(enforced));
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
