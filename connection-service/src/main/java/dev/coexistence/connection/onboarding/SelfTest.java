package dev.coexistence.connection.onboarding;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.lifecycle.LinkCheck;
import dev.coexistence.connection.lifecycle.LinkCheck.Subject;
import dev.coexistence.connection.meta.MetaApi;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.connection.record.EncryptedSecrets;
import dev.coexistence.connection.record.LinkCheckResults;
import dev.coexistence.graph.GraphAnswer;
import dev.coexistence.graph.Secret;
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
    private final EncryptedSecrets secrets;
    private final LinkCheckResults checks;
    private final Optional<URI> callbackUrl;

    /**
     * @param callbackUrl where Meta is expected to send webhooks; empty: not compared
     */
    public SelfTest(
            MetaApi meta,
            SignatureProbe signature,
            EncryptedSecrets secrets,
            LinkCheckResults checks,
            Optional<URI> callbackUrl) {
        this.meta = meta;
        this.signature = signature;
        this.secrets = secrets;
        this.checks = checks;
        this.callbackUrl = callbackUrl;
    }

    /** The answer of Meta about the number, and the five checks. */
    public record Report(GraphAnswer<PhoneNode> node, List<LinkCheck> checks) {

        /** Nothing refuted, and what makes a link is shown: subscription and registration. */
        public boolean isConnected() {
            return findFailed().isEmpty()
                    && checks.stream()
                            .filter(check ->
                                    check.subject() == Subject.SUBSCRIPTION
                                            || check.subject() == Subject.REGISTRATION)
                            .allMatch(check -> check.status() == LinkCheck.Status.PASSED);
        }

        public Optional<LinkCheck> findFailed() {
            return checks.stream()
                    .filter(check -> check.status() == LinkCheck.Status.FAILED)
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
                        subscription(meta.findSubscription(facts.wabaId(), token)),
                        registration(connection.mode(), node),
                        callback(node),
                        signature.check(),
                        checks.hasSeenEvent(connection.id())
                                ? LinkCheck.passed(Subject.FIRST_EVENT, "a webhook came through")
                                : LinkCheck.pending(
                                        Subject.FIRST_EVENT, "no webhook about this number yet")));
    }

    private static LinkCheck subscription(GraphAnswer<Boolean> subscribed) {
        return check(
                Subject.SUBSCRIPTION,
                subscribed,
                yes ->
                        yes
                                ? LinkCheck.passed(
                                        Subject.SUBSCRIPTION, "subscribed_apps names this app")
                                : LinkCheck.failed(
                                        Subject.SUBSCRIPTION,
                                        "subscribed_apps does not name this app"));
    }

    private static LinkCheck registration(ConnectionMode mode, GraphAnswer<PhoneNode> answer) {
        return check(Subject.REGISTRATION, answer, node -> registration(mode, node));
    }

    /**
     * @param said what is to be made of what Meta said, where it said something
     */
    private static <T> LinkCheck check(
            Subject subject, GraphAnswer<T> answer, Function<T, LinkCheck> said) {
        return switch (answer) {
            case GraphAnswer.Done<T>(T value) -> said.apply(value);
            case GraphAnswer.Refused<T>(var refusal) ->
                    refusal.isGone()
                            ? LinkCheck.failed(subject, "Meta refused, code " + refusal.code())
                            : LinkCheck.pending(subject, "Meta refused, code " + refusal.code());
            case GraphAnswer.TryLater<T>(String why) -> LinkCheck.pending(subject, why);
            case GraphAnswer.Unclear<T>(String why) -> LinkCheck.pending(subject, why);
        };
    }

    private static LinkCheck registration(ConnectionMode mode, PhoneNode node) {
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
                    case FULL_MIGRATION -> node.isRegistered() && !node.isOnTheApp();
                };
        boolean refuted =
                switch (mode) {
                    case COEXISTENCE -> node.isNotOnTheApp();
                    case FULL_MIGRATION -> node.isOnTheApp();
                };
        if (refuted) {
            return LinkCheck.failed(Subject.REGISTRATION, evidence);
        }
        return proven
                ? LinkCheck.passed(Subject.REGISTRATION, evidence)
                : LinkCheck.pending(Subject.REGISTRATION, evidence);
    }

    private LinkCheck callback(GraphAnswer<PhoneNode> answer) {
        if (callbackUrl.isEmpty()) {
            return LinkCheck.pending(Subject.CALLBACK, "self-test.callback-url is not set");
        }
        if (!(answer instanceof GraphAnswer.Done<PhoneNode>(PhoneNode node))
                || node.callback().isEmpty()) {
            return LinkCheck.pending(Subject.CALLBACK, "Meta did not say where it sends webhooks");
        }
        return node.callback().equals(callbackUrl)
                ? LinkCheck.passed(Subject.CALLBACK, "webhook_configuration names this system")
                : LinkCheck.failed(
                        Subject.CALLBACK,
                        "webhook_configuration names "
                                + node.callback().get().getHost()
                                + " instead");
    }
}
