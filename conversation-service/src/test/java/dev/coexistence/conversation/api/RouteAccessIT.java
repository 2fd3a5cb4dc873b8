package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.kit.RouteMatrix;
import dev.coexistence.access.kit.RouteRows;
import dev.coexistence.access.kit.TestIssuer;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every route of the service with every kind of credentials. */
class RouteAccessIT {
    private static final TestIssuer ISSUER = TestIssuer.start();
    private static final RunningConversation SERVICE = RunningConversation.startClosed(ISSUER);

    @AfterAll
    static void close() {
        SERVICE.close();
        ISSUER.close();
    }

    @Test
    void everyRouteHasARow() {
        assertThat(RouteRows.of(SERVICE.context()).missingRows()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> matrix() {
        return new RouteMatrix(SERVICE.context(), ISSUER, URI.create(SERVICE.url())).tests();
    }
}
