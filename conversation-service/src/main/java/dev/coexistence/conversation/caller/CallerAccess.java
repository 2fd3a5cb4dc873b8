package dev.coexistence.conversation.caller;

import dev.coexistence.access.AuditLog;
import dev.coexistence.access.Caller;
import dev.coexistence.database.TenantTransactions;
import dev.coexistence.database.TenantView;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/**
 * Access of callers to the database. What a tenant's caller reads and changes passes two walls: the
 * condition of the query, and row-level security. What operators look at, and what anybody changes,
 * is written to the audit.
 */
@Component
public class CallerAccess {
    /** The action of a look at a thread. */
    public static final String THREAD_LOOK = "thread.look";

    /** Looks that are remembered, so that each is written once a day. */
    private static final int REMEMBERED = 20_000;

    private final TenantTransactions transactions;
    private final AuditLog audit;
    private final JdbcTemplate database;
    private final InstantSource time;
    private final Set<Look> looks = newestLooks();

    /** One look in the audit: however often it is repeated on the day, it is written once. */
    private record Look(String caller, String action, String object, LocalDate day) {}

    public CallerAccess(
            TenantTransactions transactions,
            AuditLog audit,
            JdbcTemplate database,
            InstantSource time) {
        this.transactions = transactions;
        this.audit = audit;
        this.database = database;
        this.time = time;
    }

    /**
     * Work in the database as the caller's tenant, in one transaction; of who sees all, as it is.
     * Nothing that waits for another system belongs inside.
     */
    public <T> T within(Caller caller, Supplier<T> work) {
        String tenant = caller.tenant();
        return tenant == null ? work.get() : transactions.within(TenantView.of(tenant), work);
    }

    /**
     * Rows of one query as the caller's tenant, in one round trip; of who sees all, as it is. See
     * {@link TenantTransactions#query}.
     */
    public <T> List<T> query(Caller caller, String sql, RowMapper<T> mapper, Object... values) {
        String tenant = caller.tenant();
        return tenant == null
                ? database.query(sql, mapper, values)
                : transactions.query(TenantView.of(tenant), sql, mapper, values);
    }

    /**
     * The condition that a row is the caller's, where it bears the tenant itself.
     *
     * @param tenant the column, such as {@code c.tenant}
     * @param values of the query, to which the condition adds its own
     */
    public static String ownCondition(Caller caller, String tenant, Collection<Object> values) {
        if (caller.tenant() == null) {
            return "true";
        }
        values.add(caller.tenant());
        return tenant + " = ?";
    }

    /**
     * Work that changes something of the caller's tenant, with its entry in the audit: in one
     * transaction, so that both stand or neither. Nothing that waits for another system belongs
     * inside.
     */
    public <T> T change(Caller caller, Supplier<T> work) {
        return transactions.within(TenantView.ofCaller(caller.tenant()), work);
    }

    /**
     * The condition that a number is the caller's, to be put behind an {@code and}.
     *
     * @param number the column of the number's id, such as {@code c.phone_number_id}
     * @param values of the query, to which the condition adds its own
     */
    public static String condition(Caller caller, String number, Collection<Object> values) {
        String tenant = caller.tenant();
        if (tenant == null) {
            return "true";
        }
        values.add(tenant);
        return "exists (select from number t where t.phone_number_id = "
                + number
                + " and t.tenant = ?)";
    }

    /**
     * Writes down that an operator of the platform looked at something of a tenant; once for each
     * caller, object and day (UTC), as far as this instance remembers.
     *
     * @param action such as {@code thread.look}
     * @param phoneNumberId the number to which the object belongs
     */
    public void noteLook(Caller caller, String action, String object, String phoneNumberId) {
        if (!isOperator(caller)) {
            return;
        }
        noteLookAt(caller, action, object, tenants(List.of(phoneNumberId)).get(phoneNumberId));
    }

    /**
     * Writes down of which tenants an operator saw a list; once for each caller, tenant and day.
     */
    public void noteList(Caller caller, String action, Collection<String> phoneNumberIds) {
        if (!isOperator(caller) || phoneNumberIds.isEmpty()) {
            return;
        }
        Map<String, String> tenants = tenants(phoneNumberIds);
        tenants.values().stream()
                .distinct()
                .forEach(tenant -> noteLookAt(caller, action, tenant, tenant));
        if (phoneNumberIds.stream().anyMatch(number -> !tenants.containsKey(number))) {
            noteLookAt(caller, action, "", null);
        }
    }

    /** Writes to the audit, in the transaction under way; see {@link AuditLog#write}. */
    public void record(
            Caller caller,
            String action,
            String object,
            @Nullable String tenant,
            @Nullable String before,
            @Nullable String after) {
        audit.write(caller, action, object, tenant, before, after);
    }

    /** The tenants of these numbers; a number that is nobody's is missing. */
    public Map<String, String> tenants(Collection<String> phoneNumberIds) {
        Map<String, String> tenants = new LinkedHashMap<>();
        database.query(
                "select phone_number_id, tenant from number where phone_number_id = any (?) and tenant is not null",
                row -> {
                    tenants.put(row.getString(1), row.getString(2));
                },
                (Object) phoneNumberIds.stream().distinct().toArray(String[]::new));
        return tenants;
    }

    /**
     * True of an operator of the platform, whose looks are noted: a person or a program, not our
     * own services nor the open mode.
     */
    public static boolean isOperator(Caller caller) {
        return caller.seesAll()
                && switch (caller.kind()) {
                    case PERSON, PROGRAM, API_KEY -> true;
                    case SERVICE, OPEN -> false;
                };
    }

    private void noteLookAt(Caller caller, String action, String object, @Nullable String tenant) {
        var look =
                new Look(
                        caller.id(),
                        action,
                        object,
                        LocalDate.ofInstant(time.instant(), ZoneOffset.UTC));
        synchronized (looks) {
            if (!looks.add(look)) {
                return;
            }
        }
        try {
            audit.write(caller, action, object, tenant, null, null);
        } catch (RuntimeException e) {
            synchronized (looks) {
                looks.remove(look);
            }
            throw e;
        }
    }

    private static Set<Look> newestLooks() {
        return Collections.newSetFromMap(
                new LinkedHashMap<>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Look, Boolean> eldest) {
                        return size() > REMEMBERED;
                    }
                });
    }
}
