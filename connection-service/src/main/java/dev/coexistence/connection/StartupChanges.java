package dev.coexistence.connection;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.connection.lifecycle.ConnectionChange;
import dev.coexistence.connection.lifecycle.ConnectionState;
import dev.coexistence.connection.lifecycle.PolicyImpact;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.policy.PolicyEdition;
import dev.coexistence.connection.record.ConnectionOutbox;
import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.EncryptedSecrets;
import dev.coexistence.kafka.Outages;
import dev.coexistence.schemas.SchemaRegistry;
import dev.coexistence.schemas.SchemaRegistry.RegistryUnavailable;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Applies changed settings to the numbers that are connected already, once after the start: another
 * edition of the policy, another primary key.
 */
@Component
class StartupChanges implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(StartupChanges.class);

    private final JdbcClient jdbc;
    private final Connections connections;
    private final EncryptedSecrets secrets;
    private final PolicyCatalogue policies;
    private final ConnectionOutbox outbox;
    private final SchemaRegistry registry;

    StartupChanges(
            JdbcClient jdbc,
            Connections connections,
            EncryptedSecrets secrets,
            PolicyCatalogue policies,
            ConnectionOutbox outbox,
            SchemaRegistry registry) {
        this.jdbc = jdbc;
        this.connections = connections;
        this.secrets = secrets;
        this.policies = policies;
        this.outbox = outbox;
        this.registry = registry;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        learnSchemaIds();
        rotateKeys();
        switchEdition();
    }

    /** With the ids known, the outbox takes records while the registry is away. */
    private void learnSchemaIds() {
        for (Topic<?> topic : List.of(Topics.CONNECTIONS, Topics.API_KEYS, Topics.AUDIT)) {
            learnSchemaId(topic);
        }
    }

    private void learnSchemaId(Topic<?> topic) {
        try {
            var unused = registry.idOf(topic.subject(), topic.schema());
        } catch (RegistryUnavailable e) {
            log.atWarn()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("error", Outages.describe(e))
                    .log("The schema registry does not answer; changes of connections wait for it");
        }
    }

    private void rotateKeys() {
        for (UUID id : secrets.findOutdated()) {
            connections.inTransaction(
                    () -> connections.lock(id).map(this::rotateKey).orElse(false));
        }
    }

    private boolean rotateKey(Connection connection) {
        if (!secrets.rotate(connection)) {
            return false;
        }
        if (connection.number() != null) {
            outbox.append(connection);
        }
        log.atInfo()
                .addKeyValue("connection", connection.id())
                .log("Secrets encrypted anew by the primary key");
        return true;
    }

    private void switchEdition() {
        var inForce = policies.inForce();
        String before =
                jdbc.sql("select edition from edition_in_force")
                        .query((row, _) -> row.getString(1))
                        .optional()
                        .orElse(inForce.edition());
        PolicyEdition from = policies.find(before);
        if (!before.equals(inForce.edition())) {
            log.atInfo()
                    .addKeyValue("from", before)
                    .addKeyValue("to", inForce.edition())
                    .log("Another edition of the policy is in force");
            for (Connection connection : connections.listLive()) {
                if (connection.state() instanceof ConnectionState.Live) {
                    report(connection, from, inForce);
                }
            }
        }
        jdbc.sql(
                        """
                        insert into edition_in_force (edition) values (:edition)
                        on conflict (one) do update set edition = :edition
                        """)
                .param("edition", inForce.edition())
                .update();
    }

    private void report(Connection connection, @Nullable PolicyEdition from, PolicyEdition to) {
        String changes =
                from == null
                        ? "the edition before is not known any more"
                        : String.join("; ", PolicyImpact.of(connection, from, to).changes());
        connections.change(
                connection.id(),
                row ->
                        Optional.of(
                                new ConnectionChange(
                                        row.withBudget(budget(row, from, to)),
                                        "POLICY_EDITION_CHANGED",
                                        to.edition()
                                                + (changes.isEmpty()
                                                        ? ": no difference"
                                                        : ": " + changes))));
        connections.inTransaction(() -> {
            connections.find(connection.id()).ifPresent(outbox::append);
            return true;
        });
    }

    /** Meta's own higher level stays. */
    private static int budget(Connection row, @Nullable PolicyEdition from, PolicyEdition to) {
        int now = row.budgetPerSecond();
        return switch (row.mode()) {
            case COEXISTENCE -> to.budgets().coexistence();
            case FULL_MIGRATION ->
                    from != null && now == from.budgets().fullMigration()
                            ? to.budgets().fullMigration()
                            : now;
        };
    }
}
