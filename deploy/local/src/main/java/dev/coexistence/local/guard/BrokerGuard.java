package dev.coexistence.local.guard;

import dev.coexistence.schemas.rights.Participant;
import dev.coexistence.schemas.rights.Participants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;

/**
 * Guard of a local broker: TLS by a certificate of its own, a user of its own for each participant
 * (SCRAM-SHA-512), the rights of the catalogue and none besides, and a file in which the broker
 * writes what it was asked ({@link WitnessedRight}). The broker itself is the one user who may do
 * everything.
 *
 * @param folder where certificate and passwords are kept, readable by their owner only
 * @param witness where the broker writes down what it was asked
 */
public record BrokerGuard(Path folder, Path witness) {
    private static final String BROKER = "broker";
    private static final String LISTENER = "listener.name.sasl_ssl.";
    private static final String CONTROLLER = "listener.name.controller.";
    private static final String PLAIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required ";
    private static final String SCRAM =
            "org.apache.kafka.common.security.scram.ScramLoginModule required ";
    private static final int ITERATIONS = 4096;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Makes what is missing in the folder. */
    public static BrokerGuard keep(Path folder, Path witness) {
        try {
            if (!Files.exists(folder)) {
                Files.createDirectories(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The guard cannot be kept in " + folder, e);
        }
        var guard = new BrokerGuard(folder, witness);
        var unused = guard.key();
        return guard;
    }

    private SelfSignedKey key() {
        return SelfSignedKey.keep(folder, BROKER, "CN=" + BROKER, password("store"));
    }

    /**
     * Settings of the broker, over its own.
     *
     * @param port for clients
     * @param controllerPort for its own controller
     */
    public Map<String, String> brokerSettings(int port, int controllerPort) {
        var key = key();
        String own = PLAIN + credentials(BROKER, password(BROKER));
        String account = own + " user_" + BROKER + "=\"" + password(BROKER) + "\";";
        var settings = new HashMap<String, String>();
        settings.put(
                "listeners",
                "SASL_SSL://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "SASL_SSL://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:SASL_SSL");
        settings.put("security.inter.broker.protocol", "SASL_SSL");
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put("sasl.mechanism.controller.protocol", "PLAIN");
        settings.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
        settings.put(LISTENER + "plain.sasl.jaas.config", account);
        settings.put(LISTENER + "scram-sha-512.sasl.jaas.config", SCRAM + ";");
        settings.put(CONTROLLER + "sasl.enabled.mechanisms", "PLAIN");
        settings.put(CONTROLLER + "plain.sasl.jaas.config", account);
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.location", key.store().toString());
        settings.put("ssl.keystore.password", key.password());
        settings.put("ssl.key.password", key.password());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", key.certificate().toString());
        settings.put("authorizer.class.name", RightsWitness.class.getName());
        settings.put(RightsWitness.FILE, witness.toString());
        settings.put("super.users", "User:" + BROKER);
        settings.put("allow.everyone.if.no.acl.found", "false");
        return settings;
    }

    /** Properties of a client that may do everything, such as to make topics. */
    public Map<String, String> brokerClient() {
        return client("PLAIN", PLAIN + credentials(BROKER, password(BROKER)) + ";");
    }

    /** Properties of a participant's client, by Kafka's names. */
    public Map<String, String> client(Participant participant) {
        return client(
                "SCRAM-SHA-512",
                SCRAM + credentials(participant.name(), password(participant.name())) + ";");
    }

    /** The same as environment variables of a program. */
    public Map<String, String> environment(Participant participant) {
        var variables = new HashMap<String, String>();
        client(participant)
                .forEach((name, value) ->
                        variables.put(
                                "KAFKA_CLIENT_" + name.toUpperCase(Locale.ROOT).replace('.', '_'),
                                value));
        return variables;
    }

    private Map<String, String> client(String mechanism, String login) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                login,
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                key().certificate().toString());
    }

    /** Makes the users and gives each participant its rights; what is there already stays. */
    public void admit(Admin admin) {
        List<UserScramCredentialAlteration> users =
                Participants.ALL.stream()
                        .<UserScramCredentialAlteration>map(one ->
                                new UserScramCredentialUpsertion(
                                        one.name(),
                                        new ScramCredentialInfo(
                                                ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                                        password(one.name())))
                        .toList();
        List<AclBinding> rights =
                Participants.ALL.stream()
                        .flatMap(one -> one.bindings(one.principal()).stream())
                        .toList();
        try {
            admin.alterUserScramCredentials(users).all().get();
            admin.createAcls(rights).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker takes no users", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while users were made", e);
        }
    }

    private static String credentials(String user, String password) {
        return "username=\"" + user + "\" password=\"" + password + "\"";
    }

    private String password(String user) {
        Path file = folder.resolve(user + ".password");
        try {
            if (!Files.exists(file)) {
                var bytes = new byte[16];
                RANDOM.nextBytes(bytes);
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, HexFormat.of().formatHex(bytes));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The password cannot be kept in " + folder, e);
        }
    }
}
