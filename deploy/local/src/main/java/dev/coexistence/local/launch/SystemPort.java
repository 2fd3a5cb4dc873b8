package dev.coexistence.local.launch;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Every port that the system listens on. */
enum SystemPort {
    CONVERSATION(8080, "the web page and the conversation API"),
    CONNECTION(8091, "the connection API"),
    INGEST(8092, "Meta's webhooks"),
    DISPATCH(8093, "the API for sending"),
    IDENTITY(8094, "the demo's OpenID provider: log-in and tokens"),
    CONVERSATION_MANAGEMENT(8180, "conversation's health and metrics"),
    CONNECTION_MANAGEMENT(8191, "connection's health and metrics"),
    INGEST_MANAGEMENT(8192, "ingest's health and metrics"),
    DISPATCH_MANAGEMENT(8193, "dispatch's health and metrics"),
    SIMULATOR(8099, "the simulated Cloud API and phone"),
    REGISTRY(8081, "the schema registry"),
    REGISTRY_MANAGEMENT(8082, "the schema registry's health"),
    KAFKA(9092, "the Kafka broker"),
    KAFKA_CONTROLLER(9093, "the Kafka broker's controller"),
    POSTGRES(5433, "PostgreSQL");

    final int usual;
    final String purpose;

    SystemPort(int usual, String purpose) {
        this.usual = usual;
        this.purpose = purpose;
    }

    /** As people write it: {@code kafka-controller}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As the environment has it: {@code KAFKA_CONTROLLER_PORT}. */
    String variable() {
        return name() + "_PORT";
    }

    static SystemPort named(String word) {
        return Arrays.stream(values())
                .filter(port -> port.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "No port is named "
                                        + word
                                        + "; there are "
                                        + Arrays.stream(values())
                                                .map(SystemPort::word)
                                                .collect(Collectors.joining(", "))));
    }
}
