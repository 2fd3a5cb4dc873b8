package dev.coexistence.database;

import javax.sql.DataSource;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of the database, as {@code database} among the health contributors. Up where the service
 * can work with it: it is not read-only, as a primary is after it was demoted, and the session's
 * schema is the service's own, with tables that it may write.
 */
final class DatabaseHealth extends AbstractHealthIndicator {
    private static final String QUESTION =
            """
            select current_setting('transaction_read_only')::bool,
                   current_schema() is not distinct from ?
                   and exists (
                     select from pg_class
                      where relnamespace = to_regnamespace(quote_ident(?))
                        and relkind in ('r', 'p')
                        and has_table_privilege(oid, 'insert'))
            """;

    private final DataSource database;
    private final String schema;

    /**
     * @param schema where the service's tables are
     */
    DatabaseHealth(DataSource database, String schema) {
        super("The database does not answer");
        this.database = database;
        this.schema = schema;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) throws Exception {
        try (var connection = database.getConnection();
                var question = connection.prepareStatement(QUESTION)) {
            question.setString(1, schema);
            question.setString(2, schema);
            try (var answer = question.executeQuery()) {
                answer.next();
                if (answer.getBoolean(1)) {
                    health.down().withDetail("reason", "The database is read-only");
                } else if (!answer.getBoolean(2)) {
                    health.down().withDetail("reason", "The schema " + schema + " is not usable");
                } else {
                    health.up();
                }
            }
        }
    }
}
