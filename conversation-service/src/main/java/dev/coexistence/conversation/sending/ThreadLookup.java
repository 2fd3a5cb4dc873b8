package dev.coexistence.conversation.sending;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.caller.CallerAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Queries of whether somebody is known, and whether there is a thread with them. */
@Repository
public class ThreadLookup {
    private static final String KNOWN =
            """
            select k.id, k.phone_number_id, k.phone,
                   (select min(x.value) from contact_alias x where x.contact_id = k.id and x.kind = 'BSUID') as bsuid,
                   exists (select from conversation c where c.id = k.id) as has_thread
              from contact k where k.merged_into is null and\s
            """;

    private final JdbcTemplate database;
    private final CallerAccess access;

    ThreadLookup(JdbcTemplate database, CallerAccess access) {
        this.database = database;
        this.access = access;
    }

    /**
     * A contact as it is addressed: the phone number is for the command and not for the caller.
     *
     * @param phone digits
     */
    public record KnownContact(
            String id,
            String phoneNumberId,
            @Nullable String phone,
            @Nullable String bsuid,
            boolean hasThread) {}

    /** The contact that has a phone number now. */
    public Optional<KnownContact> findByPhone(
            Caller caller, String phoneNumberId, String canonicalPhone) {
        return find(
                caller,
                "k.id = (select a.contact_id from contact_alias a where a.phone_number_id = ?"
                        + " and a.kind = 'PHONE' and a.value = ? order by a.since desc limit 1)",
                List.of(phoneNumberId, canonicalPhone));
    }

    public Optional<KnownContact> findContact(Caller caller, long id) {
        return find(caller, "k.id = ?", List.of(id));
    }

    /** The thread in which a command's message stands; empty before it is projected. */
    public Optional<String> findThread(Caller caller, String phoneNumberId, String commandId) {
        var values = new ArrayList<Object>(List.of(phoneNumberId, commandId));
        String owned = CallerAccess.condition(caller, "m.phone_number_id", values);
        return access.within(
                caller,
                () ->
                        database
                                .queryForList(
                                        "select m.conversation_id::text from message m where m.phone_number_id = ?"
                                                + " and m.command_id = ? and m.conversation_id is not null and "
                                                + owned
                                                + " limit 1",
                                        String.class,
                                        values.toArray())
                                .stream()
                                .findFirst());
    }

    private Optional<KnownContact> find(Caller caller, String condition, List<Object> asked) {
        var values = new ArrayList<>(asked);
        String owned = CallerAccess.condition(caller, "k.phone_number_id", values);
        return access.within(
                caller,
                () ->
                        database
                                .query(
                                        KNOWN + condition + " and " + owned,
                                        (row, _) ->
                                                new KnownContact(
                                                        row.getString("id"),
                                                        row.getString("phone_number_id"),
                                                        row.getString("phone"),
                                                        row.getString("bsuid"),
                                                        row.getBoolean("has_thread")),
                                        values.toArray())
                                .stream()
                                .findFirst());
    }
}
