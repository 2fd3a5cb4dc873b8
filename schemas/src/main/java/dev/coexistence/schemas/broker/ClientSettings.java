package dev.coexistence.schemas.broker;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * Properties that every Kafka client of a program gets alike, whatever it is for: encryption,
 * log-in, rack, time-outs. From the environment {@code KAFKA_CLIENT_SECURITY_PROTOCOL} is {@code
 * security.protocol}, and so on; {@code KAFKA_CLIENT_FILE} names a file of properties, over which
 * the environment goes.
 */
public final class ClientSettings {
    private static final String PREFIX = "KAFKA_CLIENT_";
    private static final String FILE = "file";

    /** The programs' own: a setting of these would break a promise, or has a name elsewhere. */
    private static final Map<String, String> NOT_TO_BE_SET =
            Map.ofEntries(
                    Map.entry("bootstrap.servers", "KAFKA_BOOTSTRAP_SERVERS names the brokers"),
                    Map.entry("group.id", "each consumer has its own"),
                    Map.entry("group.instance.id", "each consumer has its own"),
                    Map.entry("client.id", "each client has its own"),
                    Map.entry("transactional.id", "no producer has transactions"),
                    Map.entry("acks", "every copy in sync acknowledges"),
                    Map.entry("enable.idempotence", "producers are idempotent"),
                    Map.entry("enable.auto.commit", "offsets are committed after the work"),
                    Map.entry("auto.offset.reset", "a new group begins with the earliest record"),
                    Map.entry("isolation.level", "consumers read what is committed"),
                    Map.entry("interceptor.classes", "consumers have their own"),
                    Map.entry("delivery.timeout.ms", "KAFKA_DELIVERY_TIMEOUT sets it"),
                    Map.entry("max.block.ms", "KAFKA_DELIVERY_TIMEOUT sets it"),
                    Map.entry("max.request.size", "the catalogue of topics says it"),
                    Map.entry("max.poll.records", "KAFKA_MAX_POLL_RECORDS sets it"),
                    Map.entry("key.serializer", "keys are text"),
                    Map.entry("value.serializer", "values are bytes"),
                    Map.entry("key.deserializer", "keys are text"),
                    Map.entry("value.deserializer", "values are bytes"));

    /** Since 4.0 a client asks only the addresses that this system property lists. */
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    private static final Pattern WORDS = Pattern.compile("[\\s\"'=;,]+");
    private static final int SHORTEST_SECRET = 4;

    private final Map<String, String> properties;

    private ClientSettings(Map<String, String> properties) {
        this.properties = Map.copyOf(properties);
    }

    public static ClientSettings none() {
        return new ClientSettings(Map.of());
    }

    /**
     * Reads all that begins with {@code KAFKA_CLIENT_}.
     *
     * @throws WrongClientSetting as {@link #of} does
     */
    public static ClientSettings fromEnvironment(Map<String, String> environment) {
        var named = new HashMap<String, String>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                named.put(
                        name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.'),
                        value);
            }
        });
        return of(named);
    }

    /**
     * Takes properties by the names that Kafka has for them; {@code file} names a file with more.
     *
     * @throws WrongClientSetting where no client has such a property, or it is the program's own,
     *     or its value is none, or the file cannot be read
     */
    public static ClientSettings of(Map<String, String> named) {
        var all = new TreeMap<String, String>();
        String file = named.get(FILE);
        if (file != null && !file.isBlank()) {
            all.putAll(load(Path.of(file)));
        }
        named.forEach((name, value) -> {
            if (!name.equals(FILE)) {
                all.put(name, value);
            }
        });
        all.forEach(ClientSettings::check);
        allowTokenAddress(all);
        return new ClientSettings(all);
    }

    private static Map<String, String> load(Path file) {
        var read = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new WrongClientSetting(
                    "KAFKA_CLIENT_FILE: " + file + " cannot be read as a file of properties");
        }
        var properties = new HashMap<String, String>();
        read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
        return properties;
    }

    private static void check(String name, String value) {
        String own = NOT_TO_BE_SET.get(name);
        if (own != null) {
            throw new WrongClientSetting(variable(name) + " is not to be set: " + own);
        }
        ConfigDef.ConfigKey key =
                ClientKind.findKey(name)
                        .orElseThrow(() ->
                                new WrongClientSetting(
                                        variable(name)
                                                + ": Kafka's clients have no property "
                                                + name));
        try {
            Object parsed = ConfigDef.parseType(name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(name, parsed);
            }
        } catch (ConfigException e) {
            throw new WrongClientSetting(
                    variable(name)
                            + (key.type == ConfigDef.Type.PASSWORD
                                    ? " is no value of " + name
                                    : ": " + e.getMessage()));
        }
    }

    private static void allowTokenAddress(Map<String, String> properties) {
        String address = properties.get(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL);
        if (address == null) {
            return;
        }
        String before = System.getProperty(ALLOWED_URLS, "");
        var allowed = new HashSet<>(List.of(before.split(",", -1)));
        allowed.remove("");
        if (allowed.add(address)) {
            System.setProperty(ALLOWED_URLS, String.join(",", allowed));
        }
    }

    private static String variable(String name) {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** Properties that clients of this kind have. */
    public Map<String, Object> forKind(ClientKind kind) {
        var fitting = new HashMap<String, Object>();
        properties.forEach((name, value) -> {
            if (kind.knows(name)) {
                fitting.put(name, value);
            }
        });
        return fitting;
    }

    /** The same with the addresses of brokers. */
    public Map<String, Object> forKind(ClientKind kind, String bootstrapServers) {
        Map<String, Object> fitting = forKind(kind);
        fitting.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return fitting;
    }

    /**
     * Makes what a client needs before its first connection: stores, log-in, token. It waits for no
     * broker.
     *
     * @param bootstrapServers brokers, whose names must be known
     * @param more properties beside these, such as an engine for TLS
     * @throws WrongClientSetting where that cannot be made
     */
    public void check(String bootstrapServers, Map<String, Object> more) {
        Map<String, Object> admin = forKind(ClientKind.ADMIN, bootstrapServers);
        admin.putAll(more);
        Admin made;
        try {
            made = Admin.create(admin);
        } catch (KafkaException | IllegalArgumentException e) {
            throw new WrongClientSetting(
                    "No Kafka client can be made with KAFKA_CLIENT_* and KAFKA_BOOTSTRAP_SERVERS: "
                            + withoutSecrets(e));
        }
        made.close(Duration.ZERO);
    }

    /** The cause's own words, unless a secret or a part of one stands in them. */
    private String withoutSecrets(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String words = String.valueOf(cause.getMessage());
        return secrets().stream().anyMatch(words::contains)
                ? cause.getClass().getSimpleName() + ", whose words hold a part of a secret"
                : words;
    }

    private Set<String> secrets() {
        var parts = new HashSet<String>();
        properties.forEach((name, value) -> {
            boolean secret =
                    ClientKind.findKey(name)
                            .map(key -> key.type == ConfigDef.Type.PASSWORD)
                            .orElse(true);
            if (secret) {
                parts.addAll(words(value));
            }
        });
        return parts;
    }

    private static Collection<String> words(String value) {
        return Stream.concat(Stream.of(value), Arrays.stream(WORDS.split(value)))
                .filter(word -> word.length() >= SHORTEST_SECRET)
                .toList();
    }

    /** Names of what is set, without values. */
    @Override
    public String toString() {
        return "ClientSettings" + new TreeMap<>(properties).keySet();
    }
}
