package dev.coexistence.connection;

import dev.coexistence.connection.clock.ServiceClock;
import dev.coexistence.connection.metrics.Census;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.onboarding.Onboarding;
import dev.coexistence.connection.onboarding.OnboardingThreads;
import dev.coexistence.connection.onboarding.SignUps;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.watch.AccountEvents;
import dev.coexistence.connection.watch.ActivityWatch;
import dev.coexistence.connection.watch.HeldNumbers;
import dev.coexistence.connection.watch.LinkTests;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What this service does by itself, again and again. Each job asks the service's clock what is due.
 */
@Component
class ConnectionJobs {
    private final ServiceClock clock;
    private final Onboardings onboardings;
    private final Watches watches;
    private final Reports reports;

    /** Onboardings to resume, and how. */
    @Component
    record Onboardings(Onboarding.Journal journal, OnboardingThreads threads, SignUps signUps) {}

    /** What watches over links. */
    @Component
    record Watches(
            ActivityWatch activity, LinkTests tests, HeldNumbers held, AccountEvents events) {}

    /** What is told about them. */
    @Component
    record Reports(Census census, ConnectionMetrics metrics, PolicyCatalogue policies) {}

    ConnectionJobs(
            ServiceClock clock,
            Onboardings onboardings,
            Watches watches,
            Reports reports) {
        this.clock = clock;
        this.onboardings = onboardings;
        this.watches = watches;
        this.reports = reports;
    }

    @Scheduled(fixedDelayString = "PT0.5S")
    void followClock() {
        clock.follow();
    }

    @Scheduled(fixedDelayString = "PT1S")
    void resumeOnboardings() {
        for (UUID id : onboardings.journal().steps().due(clock.instant())) {
            // Its failure is logged there, and its claim runs out.
            var unused = onboardings.threads().advance(id);
        }
        onboardings.signUps().expireOld();
    }

    @Scheduled(fixedDelayString = "PT1S")
    void watchActivity() {
        watches.activity().check();
    }

    @Scheduled(fixedDelayString = "PT1S")
    void testLinks() {
        watches.tests().run();
    }

    @Scheduled(fixedDelayString = "PT1S")
    void testHeldNumbers() {
        watches.held().run();
    }

    @Scheduled(fixedDelayString = "PT10S")
    void observe() {
        reports.metrics()
                .observe(
                        reports.census().take(),
                        reports.policies().inForce().activity(),
                        clock.instant());
    }

    @Scheduled(fixedDelayString = "PT1H")
    void forgetOld() {
        watches.events().forgetOld();
    }
}
