package dev.coexistence.conversation.reading;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.caller.CallerAccess;
import dev.coexistence.conversation.reading.MessageView.Author;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Participants of groups, from their newest messages; no event names the other members. */
final class GroupParticipants {
    /** Messages of a group that are looked at. */
    private static final int NEWEST = 500;

    private static final String SQL =
            """
            select c.id, m.* from unnest(?::bigint[]) as c(id) cross join lateral (
              select x.peer_profile, x.peer_phone, x.peer_username, x.peer_bsuid,
                     max(x.occurred_at) as last_at
                from (select * from message y where y.conversation_id = c.id
                       order by y.occurred_at desc, y.received_at desc, y.id desc limit %d) x
               where x.direction = 'IN' group by 1, 2, 3, 4) m
             order by c.id, m.last_at desc, m.peer_profile
            """
                    .formatted(NEWEST);

    private final CallerAccess access;

    GroupParticipants(CallerAccess access) {
        this.access = access;
    }

    private record Participant(long group, Author author) {}

    /** By conversation. A person is told apart by phone number, user id or user name. */
    Map<Long, List<Author>> load(Caller caller, Collection<Long> groups) {
        var found = new HashMap<Long, List<Author>>();
        if (groups.isEmpty()) {
            return found;
        }
        access.query(
                        caller,
                        SQL,
                        (row, _) -> {
                            String phone = row.getString("peer_phone");
                            return new Participant(
                                    row.getLong(1),
                                    new Author(
                                            row.getString("peer_profile"),
                                            phone == null ? null : "+" + phone,
                                            row.getString("peer_username"),
                                            row.getString("peer_bsuid")));
                        },
                        (Object) groups.toArray(Long[]::new))
                .forEach(one ->
                        add(
                                found.computeIfAbsent(one.group(), _ -> new ArrayList<>()),
                                one.author()));
        return found;
    }

    private static void add(List<Author> known, Author author) {
        for (Author other : known) {
            if (same(other.phone(), author.phone())
                    || same(other.bsuid(), author.bsuid())
                    || same(other.username(), author.username())) {
                return;
            }
        }
        if (author.phone() != null || author.bsuid() != null || author.username() != null) {
            known.add(author);
        }
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return one != null && one.equals(other);
    }
}
