package dev.coexistence.connection.onboarding;

import dev.coexistence.connection.record.Vault;
import dev.coexistence.connection.lifecycle.Check;
import dev.coexistence.connection.lifecycle.Check.Subject;
import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.graph.GraphAnswer;
import dev.coexistence.connection.meta.MetaApi;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.graph.Secret;
import dev.coexistence.connection.record.Checks;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks whether a connection really works. A check is failed only by a definite answer; what could
 * not be seen stays pending.
 */
public class SelfTest {
    private final MetaApi meta;
    private final SignatureProbe signature;
    private final Vault secrets;
    private final Checks checks;
    private final Optional<URI> callbackUrl;

    /**
     * @param callbackUrl where Meta is expected to send webhooks; empty: not compared
     */
    public SelfTest(
            MetaApi meta,
            SignatureProbe signature,
            Vault secrets,
            Checks checks,
            Optional<URI> callbackUrl) {
        this.meta = meta;
        this.signature = signature;
        this.secrets = secrets;
        this.checks = checks;
        this.callbackUrl = callbackUrl;
    }

    /** What Meta says of the number, and the five checks. */
    public record Report(GraphAnswer<PhoneNode> node, List<Check> checks) {

        /** Nothing refuted, and what makes a link is shown: subscription and registration. */
        public boolean connected() {
            return failed().isEmpty()
                    && checks.stream()
                            .filter(check ->
                                    check.subject() == Subject.SUBSCRIPTION
                                            || check.subject() == Subject.REGISTRATION)
                            .allMatch(check -> check.status() == Check.Status.PASSED);
        }

        public Optional<Check> failed() {
            return checks.stream()
                    .filter(check -> check.status() == Check.Status.FAILED)
                    .findFirst();
        }
    }

    public Report run(Connection connection) {
        Secret token = secrets.token(connection);
        var facts = connection.facts();
        var node = meta.number(facts.phoneNumberId(), token);
        return new Report(
                node,
                List.of(
                        subscription(meta.subscribed(facts.wabaId(), token)),
                        registration(connection.mode(), node),
                        callback(node),
                        signature.check(),
                        checks.hasSeenEvent(connection.id())
                                ? Check.passed(Subject.FIRST_EVENT, "a webhook came through")
                                : Check.pending(
                                        Subject.FIRST_EVENT, "no webhook about this number yet")));
    }

    private static Check subscription(GraphAnswer<Boolean> subscribed) {
        return check(
                Subject.SUBSCRIPTION,
                subscribed,
                yes ->
                        yes
                                ? Check.passed(
                                        Subject.SUBSCRIPTION, "subscribed_apps names this app")
                                : Check.failed(
                                        Subject.SUBSCRIPTION,
                                        "subscribed_apps does not name this app"));
    }

    private static Check registration(ConnectionMode mode, GraphAnswer<PhoneNode> answer) {
        return check(Subject.REGISTRATION, answer, node -> registration(mode, node));
    }

    /**
     * @param said what is to be made of what Meta said, where it said something
     */
    private static <T> Check check(Subject subject, GraphAnswer<T> answer, Function<T, Check> said) {
        return switch (answer) {
            case GraphAnswer.Done<T>(T value) -> said.apply(value);
            case GraphAnswer.Refused<T>(var refusal) ->
                    refusal.isGone()
                            ? Check.failed(subject, "Meta refused, code " + refusal.code())
                            : Check.pending(subject, "Meta refused, code " + refusal.code());
            case GraphAnswer.TryLater<T>(String why) -> Check.pending(subject, why);
            case GraphAnswer.Unclear<T>(String why) -> Check.pending(subject, why);
        };
    }

    private static Check registration(ConnectionMode mode, PhoneNode node) {
        String evidence =
                "is_on_biz_app "
                        + node.onBusinessApp()
                        + ", platform_type "
                        + node.platformType()
                        + ", status "
                        + node.status();
        boolean proven =
                switch (mode) {
                    case COEXISTENCE -> node.coexists();
                    case FULL_MIGRATION -> node.registered() && !node.onTheApp();
                };
        boolean refuted =
                switch (mode) {
                    case COEXISTENCE -> node.definitelyNotOnTheApp();
                    case FULL_MIGRATION -> node.onTheApp();
                };
        if (refuted) {
            return Check.failed(Subject.REGISTRATION, evidence);
        }
        return proven
                ? Check.passed(Subject.REGISTRATION, evidence)
                : Check.pending(Subject.REGISTRATION, evidence);
    }

    private Check callback(GraphAnswer<PhoneNode> answer) {
        if (callbackUrl.isEmpty()) {
            return Check.pending(Subject.CALLBACK, "self-test.callback-url is not set");
        }
        if (!(answer instanceof GraphAnswer.Done<PhoneNode>(PhoneNode node))
                || node.callback().isEmpty()) {
            return Check.pending(Subject.CALLBACK, "Meta did not say where it sends webhooks");
        }
        return node.callback().equals(callbackUrl)
                ? Check.passed(Subject.CALLBACK, "webhook_configuration names this system")
                : Check.failed(
                        Subject.CALLBACK,
                        "webhook_configuration names "
                                + node.callback().get().getHost()
                                + " instead");
    }
}
