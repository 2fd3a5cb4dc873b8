package dev.coexistence.simulator;

import dev.coexistence.simulator.clock.ScriptedClock;
import dev.coexistence.simulator.fault.Faults;
import dev.coexistence.simulator.graph.GraphApi;
import dev.coexistence.simulator.graph.Messages;
import dev.coexistence.simulator.graph.Onboarding;
import dev.coexistence.simulator.media.MediaEndpoint;
import dev.coexistence.simulator.number.Accounts;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.phone.MetaAgent;
import dev.coexistence.simulator.phone.Phone;
import dev.coexistence.simulator.template.Templates;
import dev.coexistence.simulator.trace.Arrivals;
import dev.coexistence.simulator.trace.Ledger;
import dev.coexistence.simulator.webhook.Events;
import dev.coexistence.simulator.webhook.HistorySync;
import dev.coexistence.simulator.webhook.Statuses;
import dev.coexistence.simulator.webhook.Webhooks;
import java.net.URI;
import java.util.function.Supplier;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What a simulator is made of. */
final class Parts {
    final SimulatorSettings settings;
    final Scheduler timer = Schedulers.newSingle("simulator-timer", true);
    final ScriptedClock clock;
    final Faults faults = new Faults();
    final Accounts accounts;
    final Templates templates;
    final Webhooks webhooks;
    final Events events;
    final Statuses statuses;
    final Arrivals arrivals;
    final Ledger ledger;
    private final MediaEndpoint media;

    /**
     * @param base where links to files point
     */
    Parts(SimulatorSettings settings, Supplier<URI> base) {
        this.settings = settings;
        this.clock = new ScriptedClock(settings.clock());
        long origin = settings.clock().instant().getEpochSecond();
        this.accounts = new Accounts(clock, origin);
        this.templates = new Templates(settings.rules().templates());
        this.webhooks = new Webhooks(clock, timer, settings.delivery(), settings.seed());
        this.events = new Events(webhooks, accounts);
        this.statuses = new Statuses(timer, clock, events, settings.statuses());
        this.arrivals = new Arrivals(settings.arrivalsKept());
        this.ledger = new Ledger(origin);
        this.media = new MediaEndpoint(clock, origin, base);
    }

    GraphApi graph() {
        var onboarding =
                new Onboarding(clock, new HistorySync(ledger, events, clock, timer), events);
        var messages =
                new Messages(
                        settings.rules(),
                        settings.ticker(),
                        clock,
                        faults,
                        templates,
                        new Messages.Traces(arrivals, ledger, statuses));
        return new GraphApi(
                new GraphApi.Access(settings.app(), accounts, settings.rules().token()),
                new GraphApi.Endpoints(onboarding, messages, media),
                faults,
                templates,
                webhooks);
    }

    Phone phone(SimulatedNumber number) {
        return new Phone(number, surroundings());
    }

    MetaAgent agent(SimulatedNumber number) {
        return new MetaAgent(number, surroundings());
    }

    private Phone.Surroundings surroundings() {
        return new Phone.Surroundings(
                clock,
                settings.ticker(),
                timer,
                ledger,
                events,
                statuses,
                faults,
                media,
                settings.rules().countInbound());
    }
}
