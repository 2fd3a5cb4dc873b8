package dev.coexistence.connection.clock;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The time by which this service decides: the system's, or, in local runs only, a scripted clock
 * that stands apart from it, so that fourteen days pass in seconds.
 */
public class ServiceClock implements InstantSource {
    private static final Logger log = LoggerFactory.getLogger(ServiceClock.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final InstantSource system;
    private final Optional<URI> script;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private volatile Duration ahead = Duration.ZERO;

    /**
     * @param script answers GET with {@code {"now": "<instant>"}}; empty: the system's time
     */
    public ServiceClock(InstantSource system, Optional<URI> script) {
        this.system = system;
        this.script = script;
    }

    @Override
    public Instant instant() {
        return system.instant().plus(ahead);
    }

    /** Translates a time of another service's clock, which is not scripted, to this one. */
    public Instant translate(Instant systemTime) {
        return systemTime.plus(ahead);
    }

    /** Reads the scripted clock anew; does nothing without one. */
    public void follow() {
        if (script.isEmpty()) {
            return;
        }
        try {
            var answer =
                    http.send(
                            HttpRequest.newBuilder(script.get()).timeout(TIMEOUT).GET().build(),
                            BodyHandlers.ofString());
            var now =
                    Instant.parse(
                            JsonMapper.shared().readTree(answer.body()).path("now").asString(""));
            var difference = Duration.between(system.instant(), now);
            // Small differences are the way there and back; following them would make time jitter.
            if (difference.minus(ahead).abs().compareTo(Duration.ofMillis(500)) > 0) {
                ahead = difference;
            }
        } catch (IOException | java.time.DateTimeException | JacksonException e) {
            log.atDebug()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The scripted clock could not be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
