package dev.coexistence.database.session;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences instead of a stack trace what is to be done. */
final class ServerNotVerifiedAnalyzer extends AbstractFailureAnalyzer<ServerNotVerified> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ServerNotVerified cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Name the authority that signed its certificate in SPRING_DATASOURCE_URL"
                        + " (sslmode=verify-full&sslrootcert=file), and the host as the certificate does.",
                cause);
    }
}
