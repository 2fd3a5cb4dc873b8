package dev.coexistence.conversation.client;

import dev.coexistence.access.Caller;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Clients of the neighbouring services, one for each deadline of a service. They ask with the
 * authority of the caller for whom they ask, and have none of their own.
 */
@Component
public class ServiceClients {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** An onboarding answers when it is through, or says after a while that it still runs. */
    private static final Duration ONBOARDING = Duration.ofSeconds(40);

    private final ServiceClient connections;
    private final ServiceClient onboarding;
    private final ServiceClient dispatch;
    private final ServiceClient commands;
    private final ServiceClient ingest;

    public ServiceClients(ServiceSettings settings, DispatchClientSettings dispatcher) {
        Duration screen = settings.answerWithin();
        connections = new ServiceClient(settings.connectionUrl(), CONNECT, screen);
        onboarding = new ServiceClient(settings.connectionUrl(), CONNECT, ONBOARDING);
        dispatch = new ServiceClient(dispatcher.url(), CONNECT, screen);
        commands = new ServiceClient(dispatcher.url(), dispatcher.timeout(), dispatcher.timeout());
        ingest = new ServiceClient(settings.ingestUrl(), CONNECT, screen);
    }

    public ServiceClient connections(Caller caller) {
        return connections.as(caller);
    }

    /** The connection service, for requests that wait until an onboarding is through. */
    public ServiceClient onboarding(Caller caller) {
        return onboarding.as(caller);
    }

    public ServiceClient dispatch(Caller caller) {
        return dispatch.as(caller);
    }

    /** The dispatcher, for commands, within the timeout of {@link DispatchClientSettings}. */
    public ServiceClient commands(Caller caller) {
        return commands.as(caller);
    }

    public ServiceClient ingest(Caller caller) {
        return ingest.as(caller);
    }
}
