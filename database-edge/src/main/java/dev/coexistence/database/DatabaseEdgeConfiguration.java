package dev.coexistence.database;

import dev.coexistence.database.session.ServerNotVerified;
import dev.coexistence.database.session.SessionCheck;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans of a service with a database, beside the pool; a service imports it. A pooler that
 * takes sessions apart is refused before anything is migrated through it.
 */
@Configuration(proxyBeanMethods = false)
public class DatabaseEdgeConfiguration {

    @Bean
    FlywayMigrationStrategy migrationWhereSessionsAreKept(DataSource database) {
        return flyway -> {
            check(flyway.getConfiguration().getDataSource());
            check(database);
            flyway.migrate();
        };
    }

    /** The same for a service that migrates nothing. */
    @Bean
    SmartInitializingSingleton startWhereSessionsAreKept(DataSource database) {
        return () -> check(database);
    }

    @Bean
    PoolRenewal poolRenewal(DataSource database) {
        return new PoolRenewal(database);
    }

    @Bean
    DatabaseHealth databaseHealthIndicator(
            DataSource database, @Value("${spring.datasource.hikari.schema}") String schema) {
        return new DatabaseHealth(database, schema);
    }

    private static void check(DataSource database) {
        try {
            SessionCheck.check(database);
        } catch (SQLException e) {
            throw ServerNotVerified.find(e)
                    .<RuntimeException>map(refused -> refused)
                    .orElseGet(() -> new IllegalStateException("The database does not answer", e));
        }
    }
}
