package dev.coexistence.dispatch.api;

import dev.coexistence.access.AuditLog;
import dev.coexistence.access.Caller;
import dev.coexistence.database.TenantTransactions;
import dev.coexistence.database.TenantView;
import dev.coexistence.dispatch.queue.NumberStore;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Numbers and their queues as a caller may see them: another tenant's are as if they were not
 * there. The queries name the tenant, and PostgreSQL shows its rows only. What people do, and what
 * operators of the platform look at, goes to the audit.
 */
@Component
final class CallerQueues {
    /** Looks that are remembered, so that each is written once a day. */
    private static final int REMEMBERED = 10_000;

    private final TenantTransactions tenants;
    private final NumberStore numbers;
    private final AuditLog audit;
    private final InstantSource time;
    private final Set<Look> looks =
            Collections.newSetFromMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<Look, Boolean> eldest) {
                            return size() > REMEMBERED;
                        }
                    });

    private record Look(String caller, String action, String object, LocalDate day) {}

    CallerQueues(
            TenantTransactions tenants, NumberStore numbers, AuditLog audit, InstantSource time) {
        this.tenants = tenants;
        this.numbers = numbers;
        this.audit = audit;
        this.time = time;
    }

    /** Refuses an id of the address that the database cannot look for. */
    static void requireReadable(@Nullable String id) {
        if (id != null && id.indexOf('\0') >= 0) {
            throw ApiProblem.unreadableAddress();
        }
    }

    /** Does work in one transaction that sees what the caller may see. */
    <T> T within(Caller caller, Supplier<T> work) {
        return tenants.within(TenantView.ofCaller(caller.tenant()), work);
    }

    /**
     * Refuses a number that is not the caller's, as if it were not known. Those who see all may
     * speak of numbers of which nothing is known yet.
     */
    void requireNumber(Caller caller, String phoneNumberId) {
        if (!caller.seesAll() && findTenant(phoneNumberId).filter(caller::sees).isEmpty()) {
            throw ApiProblem.noNumber(phoneNumberId);
        }
    }

    /** Tenant of a number; empty where nothing is known of it. */
    Optional<String> findTenant(String phoneNumberId) {
        return phoneNumberId.indexOf('\0') >= 0
                ? Optional.empty()
                : Optional.ofNullable(
                        numbers.findTenants(Set.of(phoneNumberId)).get(phoneNumberId));
    }

    /** Writes down what a caller does with a command, before it is done. */
    void noteAct(Caller caller, String action, String commandId, String phoneNumberId) {
        String tenant = within(caller, () -> findTenant(phoneNumberId)).orElse(null);
        audit.write(caller, action, commandId, tenant, null, null);
    }

    /**
     * Writes down that a caller gives a command, before it is given. The same command again on the
     * same day (UTC) is the same entry.
     */
    void noteSend(Caller caller, String commandId, String phoneNumberId) {
        String tenant = within(caller, () -> findTenant(phoneNumberId)).orElse(null);
        String act =
                String.join(
                        "\0",
                        caller.id(),
                        phoneNumberId,
                        commandId,
                        LocalDate.ofInstant(time.instant(), ZoneOffset.UTC).toString());
        String entryId = UUID.nameUUIDFromBytes(act.getBytes(StandardCharsets.UTF_8)).toString();
        audit.once(entryId).write(caller, "message.send", commandId, tenant, null, null);
    }

    /**
     * Writes down that an operator of the platform looks at something of a number; once for each
     * caller, object and day (UTC), as far as this instance remembers.
     */
    void noteLook(Caller caller, String action, String object, String phoneNumberId) {
        if (!isOperator(caller)) {
            return;
        }
        var look =
                new Look(
                        caller.id(),
                        action,
                        object,
                        LocalDate.ofInstant(time.instant(), ZoneOffset.UTC));
        synchronized (looks) {
            if (looks.contains(look)) {
                return;
            }
        }
        noteAct(caller, action, object, phoneNumberId);
        synchronized (looks) {
            looks.add(look);
        }
    }

    /** Our own services and the open mode see all as well, and are nobody who looks. */
    private static boolean isOperator(Caller caller) {
        return caller.seesAll() && !caller.isOpen() && caller.kind() != Caller.Kind.SERVICE;
    }
}
