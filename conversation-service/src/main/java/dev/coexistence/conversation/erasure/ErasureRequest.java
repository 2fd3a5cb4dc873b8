package dev.coexistence.conversation.erasure;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.caller.CallerAccess;
import dev.coexistence.conversation.erasure.ContactEraser.Erased;
import dev.coexistence.conversation.reading.NotFound;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Erasure of a contact by a caller, of the own tenant only. The audit of all services is told with
 * counts, in the transaction of the erasure and beside the line that stays here.
 */
@Component
public class ErasureRequest {
    private final JdbcTemplate database;
    private final CallerAccess access;
    private final ContactEraser eraser;

    ErasureRequest(JdbcTemplate database, CallerAccess access, ContactEraser eraser) {
        this.database = database;
        this.access = access;
        this.eraser = eraser;
    }

    /**
     * @param requestedBy who asked, where the open mode knows no caller by name
     * @throws NotFound where the caller's tenant has no such contact
     */
    public Erased erase(Caller caller, long contact, @Nullable String requestedBy) {
        String number =
                access.within(caller, () -> numbers(caller, contact)).stream()
                        .findFirst()
                        .orElseThrow(() -> new NotFound("contact", String.valueOf(contact)));
        String tenant = access.tenants(List.of(number)).get(number);
        return eraser.eraseContact(
                contact,
                caller.kind() == Caller.Kind.OPEN ? requestedBy : caller.name(),
                erased ->
                        access.record(
                                caller,
                                "contact.erase",
                                String.valueOf(contact),
                                tenant,
                                null,
                                "{\"messages\":%d,\"media\":%d}"
                                        .formatted(erased.messages(), erased.media())));
    }

    private List<String> numbers(Caller caller, long contact) {
        var values = new ArrayList<Object>(List.of(contact));
        String owned = CallerAccess.condition(caller, "k.phone_number_id", values);
        return database.query(
                "select k.phone_number_id from contact k where k.id = ? and " + owned,
                (row, _) -> row.getString(1),
                values.toArray());
    }
}
