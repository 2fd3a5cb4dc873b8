package dev.coexistence.conversation.page;

import java.time.Duration;
import org.springframework.stereotype.Component;

/** The services whose matters the page shows beside its own. */
@Component
public class Neighbours {
    /** An onboarding answers when it is through, or says after a while that it still runs. */
    private static final Duration ONBOARDING = Duration.ofSeconds(40);

    private final Neighbour connections;
    private final Neighbour onboarding;
    private final Neighbour dispatch;
    private final Neighbour ingest;

    Neighbours(PageSettings settings) {
        connections = new Neighbour(settings.connectionUrl(), "", settings.answerWithin());
        onboarding = new Neighbour(settings.connectionUrl(), "", ONBOARDING);
        dispatch = new Neighbour(settings.dispatchUrl(), "", settings.answerWithin());
        ingest =
                new Neighbour(
                        settings.ingestUrl(), settings.ingestToken(), settings.answerWithin());
    }

    public Neighbour connections() {
        return connections;
    }

    public Neighbour onboarding() {
        return onboarding;
    }

    public Neighbour dispatch() {
        return dispatch;
    }

    public Neighbour ingest() {
        return ingest;
    }
}
