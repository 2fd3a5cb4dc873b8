package dev.coexistence.conversation.webhook;

import dev.coexistence.conversation.hold.SendingHold;
import dev.coexistence.conversation.hold.SendingHolds;
import dev.coexistence.conversation.live.ChangeLog;
import dev.coexistence.conversation.live.ChangeNotice;
import dev.coexistence.conversation.live.ChangeNotice.Kind;
import dev.coexistence.conversation.live.ChangeOffset;
import dev.coexistence.conversation.live.LiveEvent;
import dev.coexistence.conversation.reading.MessageReader;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.database.ColumnBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Turns changes into deliveries, once: the place up to which it came moves in the same transaction,
 * and only from where it was read. One instance at a time is at it, under an advisory lock: unlike
 * a row lock it gives the transaction no number, behind which new changes would wait to be seen. An
 * import is told as such, never as new messages. An endpoint is told of its tenant's numbers alone.
 */
@Component
class FanOut {
    /**
     * Events that endpoints may ask for. Unread marks and the like are this service's own business.
     */
    static final Set<Kind> OFFERED =
            EnumSet.complementOf(EnumSet.of(Kind.MESSAGE_UPDATED, Kind.CONTACT_ERASED));

    /** Another instance moved on from the same place. */
    private static final int OVERTAKEN = -1;

    private static final ColumnBatch<Delivery> ROWS =
            ColumnBatch.<Delivery>into("webhook_delivery")
                    .bigint("endpoint_id", Delivery::endpoint)
                    .text("event_id", d -> d.event().eventId())
                    .text("type", d -> d.event().type())
                    .text("phone_number_id", d -> d.event().phoneNumberId())
                    .bigint("conversation_id", d -> d.event().conversation())
                    .text("body", Delivery::body)
                    .bool("phones", Delivery::phones)
                    .text("traceparent", d -> d.event().traceparent())
                    .time("created_at", Delivery::at)
                    .time("next_at", Delivery::at);

    private final JdbcTemplate database;
    private final TransactionTemplate transaction;
    private final ChangeLog log;
    private final MessageReader messages;
    private final EndpointTable endpoints;
    private final NumberOwners owners;
    private final InstantSource time;

    private record Delivery(long endpoint, Event event, String body, boolean phones, Instant at) {}

    /** Extent to which an endpoint is told of a message. */
    private record Form(boolean verbatim, boolean phones) {
        @Nullable MessageView write(@Nullable MessageView message) {
            if (message == null) {
                return null;
            }
            if (!phones) {
                return message.maskPhones();
            }
            return verbatim ? message : message.removeJson();
        }

        @Nullable SendingHold write(@Nullable SendingHold hold) {
            return hold == null || phones ? hold : hold.maskPhones();
        }
    }

    private record Event(
            String eventId,
            String type,
            String phoneNumberId,
            long conversation,
            @Nullable String traceparent,
            Instant at) {}

    FanOut(
            JdbcTemplate database,
            TransactionTemplate transaction,
            ChangeLog log,
            MessageReader messages,
            EndpointTable endpoints,
            NumberOwners owners,
            InstantSource time) {
        this.database = database;
        this.transaction = transaction;
        this.log = log;
        this.messages = messages;
        this.endpoints = endpoints;
        this.owners = owners;
        this.time = time;
    }

    /**
     * Handles the next few changes.
     *
     * @return how many; 0 when there are none, or another instance is at it
     */
    int step() {
        Integer handled =
                transaction.execute(status -> {
                    Integer done = database.execute((ConnectionCallback<Integer>) this::handle);
                    if (done == null || done == OVERTAKEN) {
                        status.setRollbackOnly();
                        return 0;
                    }
                    return done;
                });
        return handled == null ? 0 : handled;
    }

    private int handle(Connection connection) throws SQLException {
        ChangeOffset place = lock();
        if (place == null) {
            return 0;
        }
        if (endpoints.list().isEmpty()) {
            return passBy(place);
        }
        List<LiveEvent> changes = log.readAfter(place);
        if (changes.isEmpty()) {
            return 0;
        }
        List<Endpoint> subscribers = endpoints.list();
        if (!subscribers.isEmpty()) {
            ROWS.insert(connection, deliveries(changes, subscribers), "");
        }
        return move(place, changes.getLast().position()) ? changes.size() : OVERTAKEN;
    }

    /**
     * With nobody to tell, changes are not even read. An endpoint that is made in the meantime gets
     * what comes after it. Nothing waits for the disk: a place that a crash takes back is passed
     * again, and whatever is committed later than it keeps it.
     */
    private int passBy(ChangeOffset place) {
        ChangeOffset end = log.end();
        if (end.compareTo(place) <= 0 || !endpoints.list().isEmpty()) {
            return 0;
        }
        database.execute("set local synchronous_commit = off");
        return move(place, end) ? 1 : OVERTAKEN;
    }

    private boolean move(ChangeOffset place, ChangeOffset end) {
        return database.update(
                        "update webhook_place set xid = ?, seq = ?, index = ?"
                                + " where xid = ? and seq = ? and index = ?",
                        end.xid(),
                        end.seq(),
                        end.index(),
                        place.xid(),
                        place.seq(),
                        place.index())
                > 0;
    }

    /** The traces of those messages that were commanded, by message. */
    private Map<Long, String> traces(List<Long> messages) {
        var traces = new HashMap<Long, String>();
        if (!messages.isEmpty()) {
            database.query(
                    "select m.id, t.traceparent from message m join message_trace t"
                            + " on t.phone_number_id = m.phone_number_id and t.command_id = m.command_id"
                            + " where m.id = any (?)",
                    row -> {
                        traces.put(row.getLong(1), row.getString(2));
                    },
                    (Object) messages.toArray(Long[]::new));
        }
        return traces;
    }

    private @Nullable ChangeOffset lock() {
        boolean alone =
                Boolean.TRUE.equals(
                        database.queryForObject(
                                "select pg_try_advisory_xact_lock(hashtextextended('webhook_place', 0))",
                                Boolean.class));
        if (!alone) {
            return null;
        }
        List<ChangeOffset> found =
                database.query(
                        "select xid, seq, index from webhook_place",
                        (row, _) ->
                                new ChangeOffset(row.getLong(1), row.getLong(2), row.getInt(3)));
        if (!found.isEmpty()) {
            return found.getFirst();
        }
        ChangeOffset end = log.end();
        database.update(
                "insert into webhook_place (xid, seq, index) values (?, ?, ?) on conflict do nothing",
                end.xid(),
                end.seq(),
                end.index());
        return null;
    }

    /** With Meta's words and the one action for a person, where that is what changed. */
    private @Nullable SendingHold hold(ChangeNotice what) {
        return switch (what.kind()) {
            case CONNECTION_HELD, CONNECTION_RELEASED ->
                    new SendingHolds(database).newest(what.phoneNumberId()).orElse(null);
            default -> null;
        };
    }

    private List<Delivery> deliveries(List<LiveEvent> changes, List<Endpoint> subscribers) {
        List<Long> ids =
                changes.stream().map(c -> c.change().message()).filter(id -> id != 0).toList();
        Map<String, MessageView> known =
                messages
                        .loadForJobs(ids, subscribers.stream().anyMatch(Endpoint::includeJson))
                        .stream()
                        .collect(Collectors.toMap(MessageView::id, m -> m, (a, _) -> a));
        Map<Long, String> traces = traces(ids);
        Map<String, String> owned =
                owners.load(changes.stream().map(c -> c.change().phoneNumberId()).toList());
        var deliveries = new ArrayList<Delivery>();
        for (LiveEvent change : changes) {
            ChangeNotice what = change.change();
            if (!OFFERED.contains(what.kind())) {
                continue;
            }
            var event =
                    new Event(
                            "evt_" + change.position().id(),
                            what.kind().word(),
                            what.phoneNumberId(),
                            what.conversation(),
                            traces.get(what.message()),
                            change.at());
            MessageView message = known.get(String.valueOf(what.message()));
            var bodies = new HashMap<Form, String>();
            for (Endpoint endpoint : subscribers) {
                if (endpoint.wants(
                        event.type(), event.phoneNumberId(), owned.get(event.phoneNumberId()))) {
                    String body =
                            bodies.computeIfAbsent(
                                    new Form(endpoint.includeJson(), endpoint.phones()),
                                    form ->
                                            WebhookBody.render(
                                                    event.at(),
                                                    what,
                                                    form.write(message),
                                                    form.write(hold(what))));
                    deliveries.add(
                            new Delivery(
                                    Long.parseLong(endpoint.id()),
                                    event,
                                    body,
                                    endpoint.phones(),
                                    time.instant()));
                }
            }
        }
        return deliveries;
    }
}
