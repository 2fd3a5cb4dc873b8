package dev.coexistence.connection;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Role;
import dev.coexistence.connection.lifecycle.AppActivity;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.NumberFacts;
import dev.coexistence.connection.lifecycle.SignUp;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.connection.meta.QualityRating;
import dev.coexistence.connection.policy.BusinessNumber;
import dev.coexistence.schemas.events.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Connections and numbers to decide about. */
public final class Samples {
    public static final Instant START = Instant.parse("2026-11-01T08:00:00Z");

    /** A person of the tenant that tests sign numbers up for. */
    public static final Caller SAM = caller("default");

    private Samples() {}

    /** Sam Operator, who owns the things of a tenant. */
    public static Caller caller(String tenant) {
        return new Caller(
                Caller.Kind.PERSON, "sam", "Sam Operator", tenant, Role.OWNER.scopes(), null);
    }

    /** An entry of the audit by Sam. */
    public static AuditEntry entry(
            String id, @Nullable String tenant, String action, String object, Instant at) {
        return AuditEntry.newBuilder()
                .setEntryId(id)
                .setTenant(tenant)
                .setAt(at)
                .setCallerKind("PERSON")
                .setCallerId("sam")
                .setCallerName("Sam Operator")
                .setAction(action)
                .setObject(object)
                .build();
    }

    public static Connection connected() {
        return connected(ConnectionMode.COEXISTENCE);
    }

    public static Connection connected(ConnectionMode mode) {
        return new Connection(
                new SignUp(
                        new UUID(0, 1),
                        "default",
                        new BusinessNumber("+15550100200", "US"),
                        mode,
                        "seven-io",
                        new SignUp.Period(START, START.plus(Duration.ofMinutes(30)))),
                new ConnectionState.Connected(START),
                new NumberFacts(
                        new NumberFacts.Profile(
                                "9001", "+1 555-010-0200", "Sample Shop", QualityRating.GREEN),
                        1,
                        "2001",
                        START),
                AppActivity.NONE,
                20);
    }

    public static PhoneNode node(@Nullable Boolean onApp, String platform, String status) {
        return new PhoneNode(
                "9001",
                "+1 555-010-0200",
                "Sample Shop",
                onApp,
                platform,
                status,
                "STANDARD",
                QualityRating.GREEN,
                Optional.empty());
    }
}
