package dev.coexistence.database.session;

import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** PostgreSQL did not show a certificate that the settings of the connection accept. */
public final class ServerNotVerified extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A host name of another server has no exception of its own, but the verifier's name. */
    private static final String VERIFIER = "PgjdbcHostnameVerifier";

    private ServerNotVerified(String reason, SQLException cause) {
        super("The database server is not trusted: " + reason.replaceFirst("\\.$", ""), cause);
    }

    /** The failure of a connection as this one, where its reason is the server's certificate. */
    public static Optional<ServerNotVerified> find(SQLException failure) {
        boolean refused = String.valueOf(failure.getMessage()).contains(VERIFIER);
        Throwable reason = failure;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            refused |= cause instanceof SSLException;
            reason = cause;
        }
        return refused
                ? Optional.of(new ServerNotVerified(String.valueOf(reason.getMessage()), failure))
                : Optional.empty();
    }
}
