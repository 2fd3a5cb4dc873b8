package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Role;
import dev.coexistence.connection.audit.AuditQuery;
import dev.coexistence.connection.audit.AuditRow;
import dev.coexistence.schemas.events.AuditEntry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found of three entries of one tenant and one of another. */
class AuditQueryIT {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static TenantParts tenants;

    @BeforeAll
    static void keep() {
        DataSource database = Parts.database("audit-query");
        var parts =
                new Parts(
                        database,
                        Parts.graph(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(1)),
                        InstantSource.system());
        tenants = new TenantParts(database, parts, InstantSource.system());
        tenants.audit.keep(
                List.of(
                        entry("1", "north", "ida", "Ida Sommer", "key.create", "17", 0),
                        entry("2", "north", "ida", "Ida Sommer", "keys_x", "17", 1),
                        entry("3", "north", "k-1", "100% CRM_a", "webhook.change", "18", 2),
                        entry("4", "south", "ida", "Ida Sommer", "key.create", "17", 3)));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, -, -, 3 2 1",
                "ida, -, -, -, -, 2 1",
                "SOMMER, -, -, -, -, 2 1",
                "100%, -, -, -, -, 3",
                "%, -, -, -, -, 3",
                "id_, -, -, -, -, ''",
                "-, key., -, -, -, 1",
                "-, key, -, -, -, 2 1",
                "-, key%, -, -, -, ''",
                "-, -, 18, -, -, 3",
                "-, -, -, 2026-11-29T12:01:00Z, -, 3 2",
                "-, -, -, -, 2026-11-29T12:01:00Z, 1",
                "-, -, -, 2026-11-29T12:01:00Z, 2026-11-29T12:02:00Z, 2",
                "-, -, -, -1000000000-01-01T00:00:00Z, +1000000000-12-31T23:59:59Z, 3 2 1",
                "ida, key., 17, -, -, 1",
                "'', '', '', -, -, 3 2 1"
            })
    void aTenantFindsItsOwnByEachFilterAndByAll(
            @Nullable String caller,
            @Nullable String action,
            @Nullable String object,
            @Nullable Instant from,
            @Nullable Instant to,
            String found) {
        var query = new AuditQuery("south", caller, action, object, from, to);

        assertThat(ids(Samples.caller("north"), query)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"'', 4 1", "north, 1", "south, 4"})
    void anOperatorFindsThoseOfEveryTenantOrOfOne(String tenant, String found) {
        var operator =
                new Caller(Caller.Kind.PERSON, "olga", "Olga", null, Role.OPERATOR.scopes(), null);

        assertThat(ids(operator, new AuditQuery(tenant, "ida", "key.", null, null, null)))
                .isEqualTo(found);
    }

    private static String ids(Caller caller, AuditQuery query) {
        return String.join(
                " ",
                tenants.audit.find(caller, query, Optional.empty(), 10).stream()
                        .map(AuditRow::entryId)
                        .toList());
    }

    private static AuditEntry entry(
            String id,
            String tenant,
            String caller,
            String name,
            String action,
            String object,
            int minute) {
        return AuditEntry.newBuilder(Samples.entry(id, tenant, action, object, at(minute)))
                .setCallerId(caller)
                .setCallerName(name)
                .build();
    }

    private static Instant at(int minute) {
        return NOON.plusSeconds(60L * minute);
    }
}
