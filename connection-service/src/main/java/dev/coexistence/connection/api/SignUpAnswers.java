package dev.coexistence.connection.api;

import dev.coexistence.access.Caller;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.meta.MetaAppSettings;
import dev.coexistence.connection.onboarding.LaunchParameters;
import dev.coexistence.connection.onboarding.SignUpNotes;
import dev.coexistence.connection.onboarding.SignUpSettings;
import dev.coexistence.connection.onboarding.SignUps;
import dev.coexistence.connection.policy.BusinessNumber;
import dev.coexistence.connection.policy.CountryAvailability;
import dev.coexistence.connection.policy.Feature;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.policy.PolicyEdition;
import dev.coexistence.connection.record.StateColumns;
import dev.coexistence.connection.record.TenantConnections;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The API's answers about sign-ups. */
@Component
class SignUpAnswers {
    private static final List<Integer> CAMPAIGNS = List.of(1_000, 10_000, 100_000);

    private final TenantConnections connections;
    private final ConnectionViews views;
    private final PolicyCatalogue policies;
    private final LaunchParameters launch;
    private final MetaAppSettings meta;
    private final SignUpSettings settings;
    private final SignUpNotes notes;

    SignUpAnswers(
            TenantConnections connections,
            ConnectionViews views,
            PolicyCatalogue policies,
            LaunchParameters launch,
            MetaAppSettings meta,
            SignUpSettings settings,
            SignUpNotes notes) {
        this.connections = connections;
        this.views = views;
        this.policies = policies;
        this.launch = launch;
        this.meta = meta;
        this.settings = settings;
        this.notes = notes;
    }

    /** A sign-up and everything its owner should know before the dialogue. */
    record Offer(
            String signupId,
            ConnectionMode mode,
            String phoneNumber,
            String country,
            String edition,
            CountryAvailability availability,
            List<Feature> losses,
            int budgetPerSecond,
            Map<ConnectionMode, ModeOffer> modes,
            List<Campaign> campaigns,
            boolean acknowledged,
            Instant expiresAt,
            Launch launchParameters) {}

    record ModeOffer(CountryAvailability availability, int budgetPerSecond, List<Feature> losses) {}

    /** The seconds that a number of messages takes at each mode's pace. */
    record Campaign(int messages, long coexistenceSeconds, long fullMigrationSeconds) {}

    /**
     * @param login what FB.login takes
     * @param popupUrl page that stands in for Meta's dialogue; local runs only
     */
    record Launch(String appId, String graphVersion, JsonNode login, @Nullable URI popupUrl) {}

    ResponseEntity<Object> answerStarted(Connection connection) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .location(URI.create("/v1/signups/" + connection.id()))
                .body(offer(connection));
    }

    ResponseEntity<Object> answerCurrent(UUID id, Caller caller) {
        return connections
                .find(caller, id)
                .map(connection -> {
                    connections.noteLook(caller, connection);
                    return ResponseEntity.ok(
                            connections.readWithin(
                                    caller,
                                    () ->
                                            connection.state() instanceof ConnectionState.Pending
                                                    ? (Object) offer(connection)
                                                    : views.of(connection)));
                })
                .orElseGet(() -> ConnectionProblem.notFound("There is no sign-up of this id."));
    }

    ResponseEntity<Object> notAvailable(BusinessNumber number) {
        var edition = policies.inForce();
        String country = Locale.of("", number.country()).getDisplayCountry(Locale.ENGLISH);
        return ConnectionProblem.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "coexistence-not-available",
                "Coexistence is not available in " + country,
                "Numbers of "
                        + country
                        + " ("
                        + number.country()
                        + ") cannot use coexistence by edition "
                        + edition.edition()
                        + " of "
                        + edition.date()
                        + ". The country is that of the number's calling code. Full migration is possible.",
                Map.of(
                        "country",
                        number.country(),
                        "edition",
                        edition.edition(),
                        "editionDate",
                        edition.date().toString(),
                        "source",
                        edition.source(),
                        "availability",
                        CountryAvailability.NOT_AVAILABLE,
                        "possibleModes",
                        List.of(ConnectionMode.FULL_MIGRATION)));
    }

    ResponseEntity<Object> underWay(Connection connection) {
        return ConnectionProblem.of(
                HttpStatus.CONFLICT,
                "sign-up-under-way",
                "A sign-up of this number is under way",
                "Finish it, or give it up with DELETE /v1/signups/" + connection.id() + ".",
                Map.of(
                        "signupId",
                        connection.id(),
                        "state",
                        StateColumns.of(connection.state()).state(),
                        "expiresAt",
                        connection.signUp().period().expiresAt()));
    }

    /** Names the next action where Meta refuses its messages for a reason that no sign-up mends. */
    ResponseEntity<Object> answerAlreadyConnected(Connection connection) {
        var hold = views.hold(connection);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("phoneNumberId", connection.facts().phoneNumberId());
        fields.put("mode", connection.mode());
        hold.ifPresent(why -> {
            fields.put("metaCode", why.meta().code());
            if (why.nextAction() != null) {
                fields.put("nextAction", why.nextAction());
            }
        });
        return ConnectionProblem.of(
                HttpStatus.CONFLICT,
                "already-connected",
                "This number is connected already",
                "It is connected in mode "
                        + connection.mode()
                        + "."
                        + hold.map(why -> " Meta refuses its messages: " + why.meta().message())
                                .orElse(""),
                fields);
    }

    ResponseEntity<Object> notNow(Connection connection, String why) {
        return ConnectionProblem.of(
                HttpStatus.CONFLICT,
                "not-in-this-state",
                "The state of the sign-up does not allow this",
                why,
                Map.of("state", StateColumns.of(connection.state()).state()));
    }

    ResponseEntity<Object> answerRunning(Connection connection) {
        return ResponseEntity.accepted()
                .location(URI.create("/v1/signups/" + connection.id()))
                .body(views.of(connection));
    }

    ResponseEntity<Object> answerEnded(Connection connection) {
        if (!(connection.state() instanceof ConnectionState.Failed failed)) {
            return ResponseEntity.ok(views.of(connection));
        }
        var failure = failed.failure();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("step", failed.step());
        if (failure.metaCode() != 0) {
            fields.put("metaCode", failure.metaCode());
        }
        fields.put("nextAction", failure.nextAction());
        fields.put("resumable", SignUps.resumable(failed));
        fields.put("connection", views.of(connection));
        return ConnectionProblem.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "onboarding-failed",
                "The onboarding failed at " + failed.step(),
                failure.reason(),
                fields);
    }

    private Offer offer(Connection connection) {
        var signUp = connection.signUp();
        var edition = policies.inForce();
        var budgets = edition.budgets();
        boolean coexists = signUp.mode() == ConnectionMode.COEXISTENCE;
        return new Offer(
                connection.id().toString(),
                signUp.mode(),
                signUp.number().e164(),
                signUp.number().country(),
                signUp.edition(),
                coexists
                        ? edition.coexistenceIn(signUp.number().country())
                        : CountryAvailability.AVAILABLE,
                losses(signUp.mode(), edition),
                connection.budgetPerSecond(),
                Map.of(
                        ConnectionMode.COEXISTENCE,
                        new ModeOffer(
                                edition.coexistenceIn(signUp.number().country()),
                                budgets.coexistence(),
                                losses(ConnectionMode.COEXISTENCE, edition)),
                        ConnectionMode.FULL_MIGRATION,
                        new ModeOffer(
                                CountryAvailability.AVAILABLE,
                                budgets.fullMigration(),
                                losses(ConnectionMode.FULL_MIGRATION, edition))),
                CAMPAIGNS.stream()
                        .map(messages ->
                                new Campaign(
                                        messages,
                                        Math.ceilDiv(messages, budgets.coexistence()),
                                        Math.ceilDiv(messages, budgets.fullMigration())))
                        .toList(),
                notes.isAcknowledged(connection.id()),
                signUp.period().expiresAt(),
                new Launch(
                        meta.appId(),
                        meta.graphVersion(),
                        launch.of(signUp.mode()),
                        settings.popupUrl().orElse(null)));
    }

    private static List<Feature> losses(ConnectionMode mode, PolicyEdition edition) {
        return switch (mode) {
            case COEXISTENCE -> edition.disabledFeatures();
            case FULL_MIGRATION ->
                    List.of(
                            new Feature(
                                    "app",
                                    "The number leaves the WhatsApp Business app: its chats are no longer written or read"
                                            + " on the phone."));
        };
    }
}
