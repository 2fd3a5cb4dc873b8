package dev.coexistence.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person of the demo.
 *
 * @param user the name to log in with
 * @param name as others see it
 * @param role what the person may do
 * @param tenant null for an operator of the platform, who belongs to none
 */
record DemoPerson(String user, String name, String role, @Nullable String tenant) {
    static final String FIRST_TENANT = "default";
    static final String SECOND_TENANT = "linden";

    /** Person whom the link of a start logs in. */
    static final DemoPerson OWNER = of("owner", "Ida Sommer", FIRST_TENANT);

    static final List<DemoPerson> ALL =
            List.of(
                    OWNER,
                    of("agent", "Jonas Berg", FIRST_TENANT),
                    of("viewer", "Mara Lind", FIRST_TENANT),
                    of("owner", "Theo Brandt", SECOND_TENANT),
                    of("agent", "Nora Falk", SECOND_TENANT),
                    of("viewer", "Paul Winter", SECOND_TENANT),
                    new DemoPerson("operator", "Olga Stern", "operator", null),
                    new DemoPerson("operator-2", "Emil Kern", "operator", null));

    private static DemoPerson of(String role, String name, String tenant) {
        return new DemoPerson(role + "@" + tenant, name, role, tenant);
    }
}
