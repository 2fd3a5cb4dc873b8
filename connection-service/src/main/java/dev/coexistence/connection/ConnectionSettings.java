package dev.coexistence.connection;

import dev.coexistence.graph.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Settings of this service, beside those of Meta, Kafka and the database.
 *
 * @param tokenKeyset Tink AEAD keyset in JSON; encrypts tokens and PINs. No default
 * @param policyEdition edition of the policy catalogue in force
 * @param policyFolder folder with further editions
 * @param webhookUrl where the self-test sends a signed, empty webhook; without it the path
 *     /webhooks/whatsapp below {@code ingestUrl}; without either that check stays pending
 * @param ingestUrl root of the ingest gateway
 * @param callbackUrl where Meta is expected to send webhooks; empty: not compared
 * @param auditKeep from an entry of the audit until it is removed; at least 30 days
 * @param clockUrl scripted clock to follow; local runs only
 */
@ConfigurationProperties
record ConnectionSettings(
        @DefaultValue("") Secret tokenKeyset,
        @Name("policy.edition") @DefaultValue("seven-io") String policyEdition,
        @Name("policy.folder") Optional<String> policyFolder,
        @Name("self-test.webhook-url") Optional<URI> webhookUrl,
        Optional<URI> ingestUrl,
        @Name("self-test.callback-url") Optional<URI> callbackUrl,
        @Name("audit.keep") @DefaultValue("400d") Duration auditKeep,
        Optional<URI> clockUrl) {
    private static final Duration SHORTEST_AUDIT = Duration.ofDays(30);

    ConnectionSettings {
        if (tokenKeyset.value().isBlank()) {
            throw new IllegalArgumentException(
                    "token-keyset (TOKEN_KEYSET) must be set: a Tink AEAD keyset in JSON, which encrypts tokens");
        }
        if (auditKeep.compareTo(SHORTEST_AUDIT) < 0) {
            throw new IllegalArgumentException(
                    "audit.keep (AUDIT_KEEP) must be at least " + SHORTEST_AUDIT.toDays() + "d");
        }
    }

    /** The address of the ingest gateway's webhooks; empty where no setting tells it. */
    Optional<URI> webhook() {
        return webhookUrl.or(() -> ingestUrl.map(root -> root.resolve("/webhooks/whatsapp")));
    }
}
