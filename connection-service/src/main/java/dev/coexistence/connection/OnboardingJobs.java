package dev.coexistence.connection;

import dev.coexistence.connection.clock.ServiceClock;
import dev.coexistence.connection.onboarding.OnboardingThreads;
import dev.coexistence.connection.onboarding.SignUps;
import dev.coexistence.connection.onboarding.StepJournal;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Jobs that take sign-ups on. Each asks the service's clock for what is due. */
@Component
class OnboardingJobs {
    private final StepJournal steps;
    private final OnboardingThreads threads;
    private final SignUps signUps;
    private final ServiceClock clock;

    OnboardingJobs(
            StepJournal steps, OnboardingThreads threads, SignUps signUps, ServiceClock clock) {
        this.steps = steps;
        this.threads = threads;
        this.signUps = signUps;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT0.5S")
    void followClock() {
        clock.follow();
    }

    @Scheduled(fixedDelayString = "PT1S")
    void resumeOnboardings() {
        for (UUID id : steps.findDue(clock.instant())) {
            // Its failure is logged there, and its claim runs out.
            var unused = threads.advance(id);
        }
        signUps.expireOld();
    }
}
