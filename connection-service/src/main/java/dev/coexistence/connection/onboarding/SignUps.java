package dev.coexistence.connection.onboarding;

import dev.coexistence.access.Caller;
import dev.coexistence.connection.hold.DispatchHold;
import dev.coexistence.connection.hold.DispatchHolds;
import dev.coexistence.connection.lifecycle.AppActivity;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionChange;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Connected;
import dev.coexistence.connection.lifecycle.ConnectionState.Failed;
import dev.coexistence.connection.lifecycle.ConnectionState.Pending;
import dev.coexistence.connection.lifecycle.ConnectionState.Suspended;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.lifecycle.SignUp;
import dev.coexistence.connection.onboarding.SignUpOutcome.AlreadyConnected;
import dev.coexistence.connection.onboarding.SignUpOutcome.ModeFixed;
import dev.coexistence.connection.onboarding.SignUpOutcome.NoNumber;
import dev.coexistence.connection.onboarding.SignUpOutcome.NotAvailable;
import dev.coexistence.connection.onboarding.SignUpOutcome.NotNow;
import dev.coexistence.connection.onboarding.SignUpOutcome.Started;
import dev.coexistence.connection.onboarding.SignUpOutcome.UnderWay;
import dev.coexistence.connection.policy.BusinessNumber;
import dev.coexistence.connection.policy.CountryAvailability;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.record.CallerAct;
import dev.coexistence.connection.record.Connections;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** Starts, abandons and expires sign-ups: everything before Meta's dialogue is finished. */
@Component
public class SignUps {
    private final Connections connections;
    private final DispatchHolds holds;
    private final SignUpNotes notes;
    private final PolicyCatalogue policies;
    private final SignUpSettings settings;
    private final InstantSource time;

    public SignUps(
            Connections connections,
            DispatchHolds holds,
            SignUpNotes notes,
            PolicyCatalogue policies,
            SignUpSettings settings,
            InstantSource time) {
        this.connections = connections;
        this.holds = holds;
        this.notes = notes;
        this.policies = policies;
        this.settings = settings;
        this.time = time;
    }

    /**
     * Starts a sign-up for a tenant. Another tenant's numbers and sign-ups are not looked at: whose
     * a number is, Meta's token shows.
     *
     * @param tenant whose number it is to be, which the caller sees
     * @param acknowledged true where the caller has seen what the app loses
     */
    public SignUpOutcome start(
            Caller caller,
            String tenant,
            ConnectionMode mode,
            String phoneNumber,
            boolean acknowledged) {
        return BusinessNumber.parse(phoneNumber)
                .map(number -> start(caller, tenant, mode, number, acknowledged))
                .orElseGet(NoNumber::new);
    }

    private SignUpOutcome start(
            Caller caller,
            String tenant,
            ConnectionMode mode,
            BusinessNumber number,
            boolean acknowledged) {
        var edition = policies.inForce();
        if (mode == ConnectionMode.COEXISTENCE
                && edition.coexistenceIn(number.country()) == CountryAvailability.NOT_AVAILABLE) {
            return new NotAvailable(number);
        }
        var linked =
                connections
                        .findLiveByPhoneNumber(tenant, number.e164())
                        .flatMap(link -> refuseLinked(link, mode));
        if (linked.isPresent()) {
            return linked.get();
        }
        connections.findUnderWay(tenant, number.e164()).ifPresent(this::expireIfDue);
        Instant now = time.instant();
        int budget =
                switch (mode) {
                    case COEXISTENCE -> edition.budgets().coexistence();
                    case FULL_MIGRATION -> edition.budgets().fullMigration();
                };
        var connection =
                new Connection(
                        new SignUp(
                                UUID.randomUUID(),
                                tenant,
                                number,
                                mode,
                                edition.edition(),
                                new SignUp.Period(now, now.plus(settings.expiresAfter()))),
                        new Pending(now),
                        null,
                        AppActivity.NONE,
                        budget);
        try {
            connections.add(connection, caller);
        } catch (DuplicateKeyException e) {
            return connections
                    .findUnderWay(tenant, number.e164())
                    .<SignUpOutcome>map(UnderWay::new)
                    .orElseGet(() -> start(caller, tenant, mode, number, acknowledged));
        }
        return acknowledged ? acknowledge(connection.id(), caller) : new Started(connection);
    }

    /**
     * A suspended or ending link may be signed up anew, and so may one that Meta refuses for what a
     * sign-up mends: the new one replaces it once proven.
     */
    private Optional<SignUpOutcome> refuseLinked(Connection link, ConnectionMode mode) {
        return switch (link.state()) {
            case Connected _ when link.mode() == mode && mendedBySignUp(link) -> Optional.empty();
            case Connected _ ->
                    Optional.of(
                            link.mode() == mode ? new AlreadyConnected(link) : new ModeFixed(link));
            case Suspended _ ->
                    link.mode() == mode ? Optional.empty() : Optional.of(new ModeFixed(link));
            default -> Optional.empty();
        };
    }

    private boolean mendedBySignUp(Connection link) {
        return holds.find(link.facts().phoneNumberId())
                .filter(DispatchHold::isMendedBySignUp)
                .isPresent();
    }

    /** The owner has seen what coexistence takes away, under the edition of the sign-up. */
    public SignUpOutcome acknowledge(UUID id, Caller caller) {
        return changePending(
                id,
                new CallerAct(caller, "connection.acknowledge"),
                connection -> {
                    notes.acknowledge(id, caller.name(), time.instant());
                    return new ConnectionChange(
                            connection, "LOSSES_ACKNOWLEDGED", connection.signUp().edition());
                });
    }

    public SignUpOutcome abandon(UUID id, Caller caller) {
        return changePending(
                id,
                new CallerAct(caller, "connection.abandon"),
                connection ->
                        connection.state() instanceof Pending pending
                                ? new ConnectionChange(
                                        connection.withState(pending.expire(time.instant())),
                                        "SIGN_UP_ABANDONED",
                                        "given up by request")
                                : ConnectionChange.silent(connection));
    }

    /** The dialogue ended without success; the sign-up stays open for another try. */
    public void noteLeft(UUID id, String what) {
        connections.change(
                id,
                connection -> Optional.of(new ConnectionChange(connection, "DIALOGUE_LEFT", what)));
    }

    private SignUpOutcome changePending(
            UUID id,
            CallerAct act,
            java.util.function.Function<Connection, ConnectionChange> decision) {
        var found = connections.find(id);
        if (found.isEmpty()) {
            return new SignUpOutcome.Unknown();
        }
        return connections
                .change(
                        id,
                        act,
                        connection ->
                                connection.state() instanceof Pending
                                        ? Optional.of(decision.apply(connection))
                                        : Optional.empty())
                .<SignUpOutcome>map(Started::new)
                .orElseGet(() -> new NotNow(found.get(), "The sign-up is not pending any more."));
    }

    /** Called every second. */
    public void expireOld() {
        connections.listOverdue(time.instant()).forEach(this::expireIfDue);
    }

    private void expireIfDue(Connection connection) {
        connections.change(
                connection.id(),
                row ->
                        row.state() instanceof Pending pending && overdue(row)
                                ? Optional.of(
                                        new ConnectionChange(
                                                row.withState(pending.expire(time.instant())),
                                                "SIGN_UP_EXPIRED",
                                                "the dialogue was not finished in time"))
                                : Optional.empty());
    }

    boolean overdue(Connection connection) {
        return !time.instant().isBefore(connection.signUp().period().expiresAt());
    }

    public static boolean resumable(Failed failed) {
        return failed.step() != OnboardingStep.EXCHANGE_CODE;
    }
}
