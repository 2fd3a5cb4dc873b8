package dev.coexistence.connection.onboarding;

import dev.coexistence.connection.lifecycle.ConnectionMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parameters that the page hands to Meta's dialogue: a document, since Meta changes it more
 * often than we release. One object for each mode.
 */
public final class LaunchParameters {
    private static final String CONFIG_ID = "${config-id}";

    private final JsonNode document;

    private LaunchParameters(JsonNode document) {
        this.document = document;
    }

    /**
     * @throws IllegalArgumentException naming the document and what it lacks
     */
    public static LaunchParameters load(SignUpSettings settings, JsonMapper json) {
        var file = settings.launchDocument();
        String name = file.orElse("launch/" + settings.launchPreset() + ".json");
        String text = file.map(LaunchParameters::text).orElseGet(() -> loadShipped(name));
        JsonNode document;
        try {
            document = json.readTree(text.replace(CONFIG_ID, settings.configId()));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Launch parameters " + name + " are not JSON", e);
        }
        for (ConnectionMode mode : ConnectionMode.values()) {
            if (!document.path(mode.name()).isObject()) {
                throw new IllegalArgumentException(
                        "Launch parameters " + name + " lack an object for " + mode);
            }
        }
        return new LaunchParameters(document);
    }

    public JsonNode of(ConnectionMode mode) {
        return document.path(mode.name());
    }

    /**
     * The version of Embedded Signup that the extras of a mode name; a document that names none has
     * none.
     */
    public Optional<String> version(ConnectionMode mode) {
        return of(mode).path("extras").path("version").asStringOpt();
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("signup.launch-document cannot be read: " + file, e);
        }
    }

    private static String loadShipped(String name) {
        try (InputStream in = LaunchParameters.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
