package dev.coexistence.simulator;

import dev.coexistence.simulator.clock.ScriptedClock;
import dev.coexistence.simulator.fault.ActiveFaults;
import dev.coexistence.simulator.graph.GraphApi;
import dev.coexistence.simulator.graph.MessagesEndpoint;
import dev.coexistence.simulator.graph.OnboardingEndpoint;
import dev.coexistence.simulator.media.MediaEndpoint;
import dev.coexistence.simulator.number.AccountDirectory;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.phone.MetaAgent;
import dev.coexistence.simulator.phone.Phone;
import dev.coexistence.simulator.template.TemplateCatalogue;
import dev.coexistence.simulator.trace.ArrivalLog;
import dev.coexistence.simulator.trace.MessageLedger;
import dev.coexistence.simulator.webhook.HistorySync;
import dev.coexistence.simulator.webhook.StatusSchedule;
import dev.coexistence.simulator.webhook.WebhookEvents;
import dev.coexistence.simulator.webhook.WebhookSender;
import java.net.URI;
import java.util.function.Supplier;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Builds the parts of a simulator and connects them. */
final class SimulatorAssembly {
    final SimulatorSettings settings;
    final Scheduler timer = Schedulers.newSingle("simulator-timer", true);
    final ScriptedClock clock;
    final ActiveFaults faults = new ActiveFaults();
    final AccountDirectory accounts;
    final TemplateCatalogue templates;
    final WebhookSender webhooks;
    final WebhookEvents events;
    final StatusSchedule statuses;
    final ArrivalLog arrivals;
    final MessageLedger ledger;
    private final MediaEndpoint media;

    /**
     * @param base where links to files point
     */
    SimulatorAssembly(SimulatorSettings settings, Supplier<URI> base) {
        this.settings = settings;
        this.clock = new ScriptedClock(settings.clock());
        long origin = settings.clock().instant().getEpochSecond();
        this.accounts = new AccountDirectory(clock, origin);
        this.templates = new TemplateCatalogue(settings.rules().templates());
        this.webhooks = new WebhookSender(clock, timer, settings.delivery(), settings.seed());
        this.events = new WebhookEvents(webhooks, accounts);
        this.statuses = new StatusSchedule(timer, clock, events, settings.statuses());
        this.arrivals = new ArrivalLog(settings.arrivalsKept());
        this.ledger = new MessageLedger(origin);
        this.media = new MediaEndpoint(clock, origin, base);
    }

    GraphApi graph() {
        var onboarding =
                new OnboardingEndpoint(
                        clock, new HistorySync(ledger, events, clock, timer), events);
        var messages =
                new MessagesEndpoint(
                        settings.rules(),
                        settings.ticker(),
                        clock,
                        faults,
                        templates,
                        new MessagesEndpoint.Traces(arrivals, ledger, statuses));
        return new GraphApi(
                new GraphApi.Access(settings.app(), accounts, settings.rules().token()),
                onboarding,
                messages,
                media,
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
