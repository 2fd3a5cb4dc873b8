package dev.coexistence.ingest.receive;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences instead of a stack trace what is to be done. */
final class MissingSecretsAnalyzer extends AbstractFailureAnalyzer<MissingSecrets> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingSecrets cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Set META_APP_SECRETS to a comma list of keyId=secret, or META_APP_SECRET.",
                cause);
    }
}
