package dev.coexistence.connection;

import dev.coexistence.connection.watch.AccountEventHandler;
import dev.coexistence.connection.watch.ActivityWatch;
import dev.coexistence.connection.watch.HeldNumbers;
import dev.coexistence.connection.watch.LinkTester;
import dev.coexistence.connection.watch.TokenWatch;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Jobs that watch links. Each asks the service's clock for what is due. */
@Component
class LinkJobs {
    private final ActivityWatch activity;
    private final LinkTester tests;
    private final HeldNumbers held;
    private final AccountEventHandler events;
    private final TokenWatch tokens;

    LinkJobs(
            ActivityWatch activity,
            LinkTester tests,
            HeldNumbers held,
            AccountEventHandler events,
            TokenWatch tokens) {
        this.activity = activity;
        this.tests = tests;
        this.held = held;
        this.events = events;
        this.tokens = tokens;
    }

    @Scheduled(fixedDelayString = "PT1S")
    void watchActivity() {
        activity.check();
    }

    @Scheduled(fixedDelayString = "PT1S")
    void testLinks() {
        tests.run();
    }

    @Scheduled(fixedDelayString = "PT1S")
    void testHeldNumbers() {
        held.run();
    }

    @Scheduled(fixedDelayString = "PT1M")
    void askForTokens() {
        tokens.run();
    }

    @Scheduled(fixedDelayString = "PT1H")
    void forgetOld() {
        events.forgetOld();
    }
}
