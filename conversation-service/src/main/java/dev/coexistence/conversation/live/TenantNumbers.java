package dev.coexistence.conversation.live;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.caller.CallerAccess;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Numbers by tenant, for streams: asked of the database once for each tenant and number, and again
 * after a number's connection has changed.
 */
@Component
class TenantNumbers {
    private static final int KEPT = 100_000;

    private final JdbcTemplate database;
    private final CallerAccess access;
    private final Map<Owned, Boolean> known = new ConcurrentHashMap<>();

    private record Owned(String tenant, String phoneNumberId) {}

    TenantNumbers(JdbcTemplate database, CallerAccess access) {
        this.database = database;
        this.access = access;
    }

    /** True where the caller may be told of the number. */
    boolean sees(Caller caller, String phoneNumberId) {
        String tenant = caller.tenant();
        return tenant == null
                || known.computeIfAbsent(
                        new Owned(tenant, phoneNumberId), asked -> owns(caller, asked));
    }

    /** Forgets whose these numbers were; to be called before anybody is told of their change. */
    void forget(List<LiveEvent> changes) {
        for (LiveEvent change : changes) {
            if (change.change().kind() == ChangeNotice.Kind.CONNECTION_CHANGED) {
                String number = change.change().phoneNumberId();
                known.keySet().removeIf(owned -> owned.phoneNumberId().equals(number));
            }
        }
        if (known.size() > KEPT) {
            forgetAll();
        }
    }

    /** Forgets everything, where changes may have passed that nobody followed. */
    void forgetAll() {
        known.clear();
    }

    private boolean owns(Caller caller, Owned asked) {
        return access.within(
                caller,
                () ->
                        !database.queryForList(
                                        "select 1 from number where phone_number_id = ? and tenant = ?",
                                        Integer.class,
                                        asked.phoneNumberId(),
                                        asked.tenant())
                                .isEmpty());
    }
}
