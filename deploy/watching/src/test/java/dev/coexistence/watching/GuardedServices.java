package dev.coexistence.watching;

import dev.coexistence.local.guard.WitnessedRight;
import dev.coexistence.schemas.rights.BrokerRight;
import dev.coexistence.schemas.rights.Participant;
import dev.coexistence.schemas.rights.Participants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;

/** The services of a local run at its guarded broker, and their rights there. */
final class GuardedServices implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private final LocalRun run;
    private final Admin broker;
    private final HttpClient http = HttpClient.newHttpClient();

    GuardedServices(LocalRun run) {
        this.run = run;
        var way = new HashMap<String, Object>(run.guard().brokerClient());
        way.put("bootstrap.servers", "127.0.0.1:" + run.port("kafka"));
        broker = Admin.create(way);
    }

    /** What programs asked for and were refused, or got by no right of the catalogue. */
    List<String> beyondTheCatalogue() {
        return witnessed().stream()
                .filter(used -> !used.user().equals("broker"))
                .filter(used -> !used.allowed() || Participants.ALL.stream().noneMatch(used::isOf))
                .map(WitnessedRight::toString)
                .toList();
    }

    /** Rights of the services that none of them used. */
    List<String> neverUsed() {
        return neverUsed(Set.of(AclOperation.values()));
    }

    /** The same of some operations. */
    List<String> neverUsed(Set<AclOperation> operations) {
        Set<WitnessedRight> witnessed = witnessed();
        return Participants.SERVICES.stream()
                .flatMap(service ->
                        service.rights().stream()
                                .filter(right -> operations.contains(right.operation()))
                                .filter(right ->
                                        witnessed.stream()
                                                .noneMatch(used -> uses(service, right, used)))
                                .map(right -> service.name() + " " + right))
                .toList();
    }

    private static boolean uses(Participant service, BrokerRight right, WitnessedRight used) {
        return used.user().equals(service.name())
                && used.allowed()
                && used.resource() == right.resource()
                && used.name().equals(right.name())
                && used.operation() == right.operation();
    }

    private Set<WitnessedRight> witnessed() {
        return WitnessedRight.readAll(run.guard().witness());
    }

    /** Takes reading from all services, and from ingest to append webhooks. */
    void takeRights() {
        change(takenAway(), false);
    }

    void giveRightsBack() {
        change(takenAway(), true);
    }

    private static List<AclBinding> takenAway() {
        var appending =
                Participants.INGEST.rights().stream()
                        .filter(right -> right.operation() == AclOperation.WRITE)
                        .filter(right -> right.name().equals("whatsapp.webhooks"))
                        .map(right -> right.toBinding(Participants.INGEST.principal()));
        var reading =
                Participants.SERVICES.stream()
                        .flatMap(service ->
                                readings(service)
                                        .map(right -> right.toBinding(service.principal())));
        return Stream.concat(appending, reading).toList();
    }

    /** Waits until the readiness of every service has that status. */
    void awaitReadiness(int status) {
        Awaitility.await("readiness " + status)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() ->
                        run.managementPorts().keySet().stream()
                                .allMatch(service -> readiness(service) == status));
    }

    private static Stream<BrokerRight> readings(Participant service) {
        return service.rights().stream()
                .filter(right -> right.resource() == ResourceType.TOPIC)
                .filter(right -> right.operation() == AclOperation.READ);
    }

    private void change(List<AclBinding> rights, boolean may) {
        try {
            if (may) {
                broker.createAcls(rights).all().get();
            } else {
                broker.deleteAcls(rights.stream().map(AclBinding::toFilter).toList()).all().get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The rights were not changed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private int readiness(String service) {
        int port = Objects.requireNonNull(run.managementPorts().get(service));
        var address = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
        try {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        broker.close();
        http.close();
    }
}
