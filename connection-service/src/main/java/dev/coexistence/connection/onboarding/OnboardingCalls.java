package dev.coexistence.connection.onboarding;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.ConnectionState.Failure;
import dev.coexistence.connection.lifecycle.LinkCheck;
import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.lifecycle.StepOutcome;
import dev.coexistence.connection.lifecycle.StepOutcome.Done;
import dev.coexistence.connection.lifecycle.StepOutcome.Effect.ModeVerified;
import dev.coexistence.connection.lifecycle.StepOutcome.Effect.NumberFound;
import dev.coexistence.connection.lifecycle.StepOutcome.Effect.Tested;
import dev.coexistence.connection.lifecycle.StepOutcome.Effect.TokenObtained;
import dev.coexistence.connection.lifecycle.StepOutcome.Ended;
import dev.coexistence.connection.lifecycle.StepOutcome.Later;
import dev.coexistence.connection.lifecycle.StepOutcome.Passed;
import dev.coexistence.connection.lifecycle.StepStatus;
import dev.coexistence.connection.meta.MetaApi;
import dev.coexistence.connection.meta.MetaApi.Sync;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.graph.GraphAnswer;
import dev.coexistence.graph.Secret;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * One try of each step: what to ask Meta, and what its answer means. Writes nothing; may be called
 * again for every step that is not once only.
 */
@Component
public class OnboardingCalls {
    private final MetaApi meta;
    private final SelfTest selfTest;

    public OnboardingCalls(MetaApi meta, SelfTest selfTest) {
        this.meta = meta;
        this.selfTest = selfTest;
    }

    StepOutcome exchange(Optional<Secret> code) {
        if (code.isEmpty()) {
            return new Ended(new Failure(0, "The dialogue's code is gone", "Start a new sign-up."));
        }
        return switch (meta.exchange(code.get())) {
            case GraphAnswer.Done<Secret>(Secret token) ->
                    new Done("code exchanged", new TokenObtained(token));
            // Asking again with the same code is safe: it works once, and then is refused.
            case GraphAnswer.Unclear<Secret>(String why) -> new Later(why);
            case GraphAnswer.TryLater<Secret>(String why) -> new Later(why);
            case GraphAnswer.Refused<Secret>(var refusal) ->
                    new Ended(StepFailures.of(OnboardingStep.EXCHANGE_CODE, refusal));
        };
    }

    StepOutcome subscribe(String wabaId, Secret token) {
        return repeatable(
                OnboardingStep.SUBSCRIBE,
                meta.subscribe(wabaId, token),
                _ -> StepOutcome.done("subscribed_apps of WABA " + wabaId));
    }

    StepOutcome findNumber(Connection connection, String wabaId, Secret token) {
        return repeatable(
                OnboardingStep.FIND_NUMBER,
                meta.numbersOf(wabaId, token),
                nodes -> selectNumber(connection, wabaId, nodes));
    }

    private static StepOutcome selectNumber(
            Connection connection, String wabaId, List<PhoneNode> nodes) {
        return nodes.stream()
                .filter(node -> connection.signUp().number().sameAs(node.displayPhoneNumber()))
                .findFirst()
                .<StepOutcome>map(node ->
                        new Done(
                                "number " + node.id() + " of WABA " + wabaId,
                                new NumberFound(node, wabaId)))
                .orElseGet(() ->
                        new Ended(
                                new Failure(
                                        0,
                                        "The number that was signed up is not among the "
                                                + nodes.size()
                                                + " of the WhatsApp Business Account",
                                        "Start a new sign-up and choose this number in Meta's dialogue.")));
    }

    StepOutcome verifyMode(Connection connection, Secret token) {
        return repeatable(
                OnboardingStep.VERIFY_MODE,
                meta.number(connection.facts().phoneNumberId(), token),
                node -> compareMode(connection.mode(), node));
    }

    /** Meta's own fields decide, whatever was claimed. */
    static StepOutcome compareMode(ConnectionMode mode, PhoneNode node) {
        String evidence =
                "is_on_biz_app " + node.onBusinessApp() + ", platform_type " + node.platformType();
        boolean fits =
                switch (mode) {
                    case COEXISTENCE -> node.coexists();
                    case FULL_MIGRATION -> !node.isOnTheApp();
                };
        if (fits) {
            return new Done(evidence, new ModeVerified(node));
        }
        return switch (mode) {
            case COEXISTENCE ->
                    node.isOnTheApp() || node.onBusinessApp() == null
                            ? new Later(
                                    "Meta does not say yet that the number coexists: " + evidence)
                            : new Ended(
                                    new Failure(
                                            0,
                                            "Coexistence was signed up, but the number is not on the WhatsApp Business"
                                                    + " app: "
                                                    + evidence,
                                            "Install the app with this number and start a new sign-up, or sign the"
                                                    + " number up for full migration."));
            case FULL_MIGRATION ->
                    new Ended(
                            new Failure(
                                    0,
                                    "Full migration was signed up, but the number is on the WhatsApp Business app: "
                                            + evidence,
                                    "Sign the number up for coexistence, or delete its account in the app and start a"
                                            + " new sign-up."));
        };
    }

    /**
     * @param uncertain an earlier call may have gone through: look first, calls are counted
     */
    StepOutcome register(Connection connection, Secret pin, Secret token, boolean uncertain) {
        String number = connection.facts().phoneNumberId();
        if (uncertain
                && meta.number(number, token) instanceof GraphAnswer.Done<PhoneNode>(PhoneNode node)
                && node.isRegistered()) {
            return StepOutcome.done("registered by an earlier call, status " + node.status());
        }
        return repeatable(
                OnboardingStep.REGISTER,
                meta.register(number, pin, token),
                _ -> StepOutcome.done("registered with PIN"));
    }

    /** Never called twice in an onboarding: an answer that is lost stays unknown. */
    StepOutcome requestSync(Connection connection, OnboardingStep step, Secret token) {
        Sync sync = step == OnboardingStep.SYNC_CONTACTS ? Sync.CONTACTS : Sync.HISTORY;
        return switch (meta.requestSync(connection.facts().phoneNumberId(), sync, token)) {
            case GraphAnswer.Done<String>(String requestId) ->
                    new Passed(StepStatus.RUNNING, "request " + requestId);
            case GraphAnswer.Unclear<String>(String why) -> new Passed(StepStatus.UNKNOWN, why);
            case GraphAnswer.TryLater<String>(String why) -> new Later(why);
            case GraphAnswer.Refused<String>(var refusal) ->
                    new Passed(
                            StepStatus.REFUSED,
                            "Meta refused, code " + refusal.code() + ": " + refusal.words());
        };
    }

    StepOutcome selfTest(Connection connection) {
        var report = selfTest.run(connection);
        if (report.isConnected()) {
            return new Done("subscription and registration shown", new Tested(report.checks()));
        }
        return report.findFailed()
                // Meta may take a moment to show a subscription that it has just confirmed.
                .filter(check -> check.subject() != LinkCheck.Subject.SUBSCRIPTION)
                .<StepOutcome>map(check ->
                        new Ended(
                                new Failure(
                                        0,
                                        check.subject() + ": " + check.evidence(),
                                        nextAction(check.subject()))))
                .orElseGet(() -> new Later("not shown yet: " + listPending(report)));
    }

    private static String listPending(SelfTest.Report report) {
        return report.checks().stream()
                .filter(check -> check.status() == LinkCheck.Status.PENDING)
                .map(check -> check.subject() + " (" + check.evidence() + ")")
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    private static String nextAction(LinkCheck.Subject subject) {
        return switch (subject) {
            case SUBSCRIPTION -> "Resume the sign-up at the step SUBSCRIBE, or start a new one.";
            case REGISTRATION -> "Start a new sign-up: the number is not what was signed up.";
            case CALLBACK ->
                    "Set the app's callback address at Meta to this system's, then resume the sign-up.";
            case SIGNATURE ->
                    "Give the ingest gateway the app's secret (META_APP_SECRETS), then resume the sign-up.";
            case FIRST_EVENT -> "Resume the sign-up.";
        };
    }

    /** Calls that may be made again: what is unclear is asked once more. */
    private static <T> StepOutcome repeatable(
            OnboardingStep step,
            GraphAnswer<T> answer,
            java.util.function.Function<T, StepOutcome> done) {
        return switch (answer) {
            case GraphAnswer.Done<T>(T value) -> done.apply(value);
            case GraphAnswer.TryLater<T>(String why) -> new Later(why);
            case GraphAnswer.Unclear<T>(String why) -> new Later(why);
            case GraphAnswer.Refused<T>(var refusal) -> new Ended(StepFailures.of(step, refusal));
        };
    }
}
