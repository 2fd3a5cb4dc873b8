package dev.coexistence.connection;

import dev.coexistence.connection.audit.AuditEntries;
import dev.coexistence.connection.clock.ServiceClock;
import dev.coexistence.connection.hold.DispatchHold;
import dev.coexistence.connection.lifecycle.AccountNotice;
import dev.coexistence.connection.lifecycle.AppActivity.Evidence;
import dev.coexistence.connection.lifecycle.AppActivity.Kind;
import dev.coexistence.connection.metrics.ConnectionMetrics;
import dev.coexistence.connection.watch.AccountEventHandler;
import dev.coexistence.connection.watch.ErasedPersons;
import dev.coexistence.connection.watch.FirstEvents;
import dev.coexistence.connection.watch.FirstEvents.Arrived;
import dev.coexistence.connection.watch.HeldNumbers;
import dev.coexistence.connection.watch.WebhookEvidence;
import dev.coexistence.kafka.Received;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.AuditEntry;
import dev.coexistence.schemas.events.ContactChange;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.EchoSender;
import dev.coexistence.schemas.events.Erasure;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.HoldState;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.MessageStatus;
import dev.coexistence.schemas.events.MetaError;
import dev.coexistence.schemas.events.NumberHold;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Functions of this service's consumer bindings; application.yaml names their topics and groups.
 * Connections go out through the outbox.
 */
@Configuration(proxyBeanMethods = false)
class ConnectionBindings {

    @Bean
    Consumer<List<Received<?>>> followAccounts(
            AccountEventHandler accounts,
            WebhookEvidence webhooks,
            ConnectionMetrics metrics,
            ServiceClock clock) {
        return events -> handle(events, accounts, webhooks, metrics, clock);
    }

    @Bean
    Consumer<List<Received<?>>> noteFirstEvents(FirstEvents firstEvents) {
        return events -> firstEvents.handle(newest(events));
    }

    @Bean
    Consumer<List<Received<?>>> followHolds(HeldNumbers held) {
        return events -> events.forEach(received -> handleHold(received, held));
    }

    @Bean
    Consumer<List<Received<?>>> forgetPersons(ErasedPersons persons) {
        return events -> {
            for (Received<?> received : events) {
                if (received.value() instanceof Erasure erasure) {
                    persons.forget(
                            erasure.getPhoneNumberId(),
                            bytes(erasure.getEncryptedAliases()),
                            erasure.getErasedAt());
                }
            }
        };
    }

    @Bean
    Consumer<List<Received<?>>> keepAudit(AuditEntries audit) {
        return events -> audit.keep(events.stream().map(ConnectionBindings::entry).toList());
    }

    private static AuditEntry entry(Received<?> received) {
        if (!(received.value() instanceof AuditEntry entry)) {
            throw new IllegalArgumentException(
                    "No event that this service reads: " + received.topic().name());
        }
        return entry;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static void handleHold(Received<?> received, HeldNumbers held) {
        if (!(received.value() instanceof NumberHold event)) {
            throw new IllegalArgumentException(
                    "No event that this service reads: " + received.topic().name());
        }
        if (event.getState() != HoldState.UNKNOWN) {
            held.handle(hold(event));
        }
    }

    private static DispatchHold hold(NumberHold event) {
        var error = event.getError();
        return new DispatchHold(
                event.getPhoneNumberId(),
                event.getVersion(),
                event.getState().name(),
                event.getReason(),
                event.getReleasedBy(),
                new DispatchHold.MetaWords(
                        error.map(MetaError::getCode).orElse(0),
                        event.getErrorSubcode().orElse(null),
                        error.flatMap(MetaError::getMessage).orElse(null),
                        error.flatMap(MetaError::getDetails).orElse(null)),
                event.getSince(),
                event.getNextProbeAt().orElse(null),
                event.getProbes(),
                event.getWaiting(),
                event.getNextAction().orElse(null));
    }

    private static Map<String, Arrived> newest(List<Received<?>> events) {
        Map<String, Arrived> newest = new LinkedHashMap<>();
        for (Received<?> received : events) {
            switch (received.value()) {
                case InboundMessage message ->
                        newest.merge(
                                message.getPhoneNumberId(),
                                new Arrived("MESSAGE", message.getOccurredAt()),
                                ConnectionBindings::later);
                case MessageStatus status ->
                        newest.merge(
                                status.getPhoneNumberId(),
                                new Arrived("STATUS", status.getOccurredAt()),
                                ConnectionBindings::later);
                default ->
                        throw new IllegalArgumentException(
                                "No event that this service reads: " + received.topic().name());
            }
        }
        return newest;
    }

    private static Arrived later(Arrived one, Arrived other) {
        return one.at().isAfter(other.at()) ? one : other;
    }

    private static void handle(
            List<Received<?>> events,
            AccountEventHandler accounts,
            WebhookEvidence webhooks,
            ConnectionMetrics metrics,
            ServiceClock clock) {
        Map<String, WebhookEvidence.Seen> seen = new LinkedHashMap<>();
        for (Received<?> received : events) {
            switch (received.value()) {
                case AccountEvent event ->
                        metrics.accountEvent(accounts.handle(notice(event, clock)));
                case EchoMessage echo when echo.getSender() == EchoSender.META_AGENT -> {
                    // Meta's own agent wrote it: nobody opened the app.
                }
                case EchoMessage echo ->
                        collect(seen, echo.getPhoneNumberId(), Kind.ECHO, echo.getOccurredAt());
                case ContactChange change ->
                        collect(
                                seen,
                                change.getPhoneNumberId(),
                                Kind.CONTACT_CHANGE,
                                clock.translate(change.getReceivedAt()));
                case HistoryEvent history -> history(seen, history, webhooks, clock);
                default ->
                        throw new IllegalArgumentException(
                                "No event that this service reads: " + received.topic().name());
            }
        }
        webhooks.handle(seen.values());
    }

    private static void history(
            Map<String, WebhookEvidence.Seen> seen,
            HistoryEvent history,
            WebhookEvidence webhooks,
            ServiceClock clock) {
        Instant receivedAt = clock.translate(history.getReceivedAt());
        switch (history.getKind()) {
            case MESSAGE -> {}
            case PROGRESS ->
                    history.getProgress()
                            .ifPresent(progress ->
                                    webhooks.progressHistory(
                                            history.getPhoneNumberId(),
                                            progress.getProgress(),
                                            receivedAt));
            case DECLINED ->
                    webhooks.declineHistory(
                            history.getPhoneNumberId(),
                            history.getDeclined().map(error -> error.getCode()).orElse(0),
                            receivedAt);
            case UNKNOWN -> {
                return;
            }
        }
        collect(seen, history.getPhoneNumberId(), Kind.HISTORY, receivedAt);
    }

    private static void collect(
            Map<String, WebhookEvidence.Seen> seen, String phoneNumberId, Kind kind, Instant at) {
        seen.merge(
                phoneNumberId + "|" + kind,
                new WebhookEvidence.Seen(phoneNumberId, new Evidence(kind, at), 1),
                (one, other) ->
                        new WebhookEvidence.Seen(
                                phoneNumberId,
                                one.evidence().at().isAfter(other.evidence().at())
                                        ? one.evidence()
                                        : other.evidence(),
                                one.events() + other.events()));
    }

    private static AccountNotice notice(AccountEvent event, ServiceClock clock) {
        return new AccountNotice(
                new AccountNotice.Source(event.getEventId(), event.getField()),
                new AccountNotice.Subject(
                        event.getPhoneNumberId().orElse(null),
                        event.getWabaId().orElse(null),
                        event.getDisplayPhoneNumber()
                                .map(number -> number.replaceAll("[^0-9]", ""))
                                .filter(digits -> !digits.isEmpty())
                                .orElse(null)),
                new AccountNotice.What(
                        event.getEvent().orElse(""),
                        event.getReason().orElse(null),
                        event.getInitiatedBy().orElse(null)),
                event.getJson(),
                event.getOccurredAt().orElseGet(() -> clock.translate(event.getReceivedAt())));
    }
}
