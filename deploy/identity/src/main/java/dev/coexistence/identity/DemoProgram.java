package dev.coexistence.identity;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program of the demo; it asks for tokens by client credentials.
 *
 * @param clientId its name
 * @param name as people see it
 * @param tenant null for a program of the platform's operators
 * @param role null where its scopes say all
 * @param scopes the most that it may ask for
 */
record DemoProgram(
        String clientId,
        String name,
        @Nullable String tenant,
        @Nullable String role,
        Set<String> scopes) {
    private static final Set<String> OF_A_TENANT =
            Set.of(
                    "messages:send",
                    "threads:read",
                    "threads:write",
                    "contacts:phone",
                    "contacts:erase",
                    "connections:read",
                    "connections:manage",
                    "webhooks:manage",
                    "keys:manage");
    private static final Set<String> OF_THE_PLATFORM =
            Stream.concat(OF_A_TENANT.stream(), Stream.of("operate"))
                    .collect(Collectors.toUnmodifiableSet());

    static final List<DemoProgram> ALL =
            List.of(
                    new DemoProgram(
                            "demo-program",
                            "Demo program",
                            DemoPerson.FIRST_TENANT,
                            null,
                            OF_A_TENANT),
                    new DemoProgram(
                            "linden-program",
                            "Program of Linden",
                            DemoPerson.SECOND_TENANT,
                            null,
                            OF_A_TENANT),
                    new DemoProgram(
                            "operator-program",
                            "Program of the operators",
                            null,
                            "operator",
                            OF_THE_PLATFORM));
}
