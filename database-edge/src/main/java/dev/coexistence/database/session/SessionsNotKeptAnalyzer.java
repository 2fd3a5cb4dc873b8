package dev.coexistence.database.session;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences instead of a stack trace what is to be done. */
final class SessionsNotKeptAnalyzer extends AbstractFailureAnalyzer<SessionsNotKept> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SessionsNotKept cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Point SPRING_DATASOURCE_URL at PostgreSQL itself, or at a pooler in session mode"
                        + " (PgBouncer: pool_mode = session).",
                cause);
    }
}
