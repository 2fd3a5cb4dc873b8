package dev.coexistence.connection;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.local.Database;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service against a real broker, registry and database, and a simulated Meta. */
final class RunningService implements AutoCloseable {
    static final String APP_SECRET = "simulator-app-secret";
    private static final JsonMapper JSON = JsonMapper.shared();

    final Simulator meta;
    final TokenCipher cipher;
    final List<String> responses = Collections.synchronizedList(new ArrayList<>());
    final ListAppender<ILoggingEvent> logs;
    private final ConfigurableApplicationContext application;
    private final HttpClient http = HttpClient.newHttpClient();

    record Answer(int status, String type, JsonNode body) {}

    private RunningService(
            Simulator meta,
            TokenCipher cipher,
            ListAppender<ILoggingEvent> logs,
            ConfigurableApplicationContext application) {
        this.logs = logs;
        this.meta = meta;
        this.cipher = cipher;
        this.application = application;
    }

    static RunningService start(Map<String, String> settings) {
        var stack = LocalStack.shared();
        var database = stack.newServiceDatabase("connection");
        var own = database.loginAs("coexistence_connection");
        var migrations = database.loginAs(Database.MIGRATIONS);
        var meta = Simulator.start(SimulatorSettings.defaults());
        String keyset = TokenCipher.newKeyset();
        var arguments = new ArrayList<String>();
        settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        arguments.add("--server.port=0");
        arguments.add("--management.server.port=0");
        if (!settings.containsKey("kafka.bootstrap-servers")) {
            arguments.add("--kafka.bootstrap-servers=" + stack.bootstrapServers());
        }
        arguments.add("--kafka.schema-registry-url=" + stack.registryUrl());
        if (!settings.containsKey("spring.datasource.url")) {
            arguments.add("--spring.datasource.url=" + database.url());
        }
        arguments.add("--spring.datasource.username=" + own.user());
        arguments.add("--spring.datasource.password=" + own.password());
        arguments.add("--spring.flyway.user=" + migrations.user());
        arguments.add("--spring.flyway.password=" + migrations.password());
        arguments.add("--meta.graph-url=" + meta.baseUri());
        arguments.add("--meta.app-id=100000000000001");
        arguments.add("--meta.app-secret=" + APP_SECRET);
        arguments.add("--token-keyset=" + keyset);
        arguments.add("--clock-url=" + meta.baseUri() + "/simulator/clock");
        var application =
                new SpringApplicationBuilder(ConnectionApplication.class)
                        .run(arguments.toArray(String[]::new));
        // After the start, which sets the logging up anew.
        var logs = new ListAppender<ILoggingEvent>();
        logs.start();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(logs);
        return new RunningService(meta, TokenCipher.of(keyset), logs, application);
    }

    /** Settings of a service that is closed by an issuer. */
    static Map<String, String> closedBy(TestIssuer issuer) {
        var settings = new HashMap<String, String>();
        for (String argument : issuer.arguments()) {
            int equals = argument.indexOf('=');
            settings.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        return settings;
    }

    ConfigurableApplicationContext application() {
        return application;
    }

    <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body)));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** A request with a token or a key. */
    Answer ask(String bearer, String method, String path, @Nullable String body) {
        var request = request(path).header("Authorization", "Bearer " + bearer);
        return send(
                body == null
                        ? request.method(method, BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        String name = path.startsWith("/actuator") ? "local.management.port" : "local.server.port";
        String port = application.getEnvironment().getProperty(name);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(40));
    }

    private Answer send(HttpRequest.Builder request) {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        responses.add(response.body());
        String type = response.headers().firstValue("Content-Type").orElse("");
        return new Answer(
                response.statusCode(),
                type,
                type.contains("json") ? JSON.readTree(response.body()) : JSON.createObjectNode());
    }

    /** Ends the service as SIGTERM does; Meta stays. */
    void stop() {
        application.close();
    }

    @Override
    public void close() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(logs);
        stop();
        meta.close();
    }
}
