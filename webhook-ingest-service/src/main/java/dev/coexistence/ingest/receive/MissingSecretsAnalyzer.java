package dev.coexistence.ingest.receive;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Analyzer that explains missing secrets in two sentences instead of a stack trace. */
final class MissingSecretsAnalyzer extends AbstractFailureAnalyzer<MetaSecrets.MissingSecrets> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MetaSecrets.MissingSecrets cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Set META_APP_SECRETS to a comma list of keyId=secret, or META_APP_SECRET.",
                cause);
    }
}
