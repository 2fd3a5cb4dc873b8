package dev.coexistence.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.local.LocalStack;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service on a port of the system's choice, beside the shared broker and registry. */
public final class RunningIngest implements AutoCloseable {
    public static final String VERIFY_TOKEN = "a-verify-token-of-the-tests";

    private static final JsonMapper JSON = new JsonMapper();

    private final ConfigurableApplicationContext context;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** Event loops that end with their own instance and not with whichever is closed first. */
    @TestConfiguration(proxyBeanMethods = false)
    static class OwnLoops {
        @Bean
        ReactorResourceFactory ownLoops() {
            var factory = new ReactorResourceFactory();
            factory.setUseGlobalResources(false);
            return factory;
        }
    }

    private RunningIngest(ConfigurableApplicationContext context) {
        this.context = context;
    }

    private static @Nullable RunningIngest shared;

    /** One for all tests of this JVM; ends with it. */
    public static synchronized RunningIngest shared() {
        RunningIngest running = shared;
        if (running == null) {
            running = start(LocalStack.shared());
            running.awaitReady();
            shared = running;
        }
        return running;
    }

    public void awaitReady() {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> get("/actuator/health/readiness").statusCode() == 200);
    }

    public ApplicationContext context() {
        return context;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public static RunningIngest start(LocalStack stack, String... settings) {
        return start(stack, List.of(), settings);
    }

    /**
     * @param more configuration beside the service's own
     */
    public static RunningIngest start(LocalStack stack, List<Class<?>> more, String... settings) {
        var arguments = new ArrayList<String>();
        arguments.add("--server.port=0");
        arguments.add("--server.address=127.0.0.1");
        arguments.add("--management.server.port=0");
        arguments.add("--management.server.address=127.0.0.1");
        if (Stream.of(settings).noneMatch(one -> one.startsWith("--kafka.bootstrap-servers="))) {
            arguments.add("--kafka.bootstrap-servers=" + stack.bootstrapServers());
        }
        arguments.add("--kafka.schema-registry-url=" + stack.registryUrl());
        arguments.add("--meta.app-secrets=old=another-secret,new=" + Signed.SECRET);
        arguments.add("--meta.verify-token=" + VERIFY_TOKEN);
        arguments.addAll(List.of(settings));
        return new RunningIngest(
                new SpringApplicationBuilder(IngestApplication.class)
                        .sources(OwnLoops.class)
                        .sources(more.toArray(Class<?>[]::new))
                        .run(arguments.toArray(String[]::new)));
    }

    /**
     * The program as one of its commands, beside the same broker; it leaves the shared loops alone.
     */
    public static SpringApplication command(LocalStack stack) {
        var command =
                IngestApplication.command(
                        "kafka.bootstrap-servers=" + stack.bootstrapServers(),
                        "kafka.schema-registry-url=" + stack.registryUrl());
        command.addPrimarySources(List.of(OwnLoops.class));
        return command;
    }

    public String property(String name) {
        return context.getEnvironment().getRequiredProperty(name);
    }

    /** An address of the service, or of its management port where the path is the actuator's. */
    public URI uri(String path) {
        String port = path.startsWith("/actuator") ? "local.management.port" : "local.server.port";
        return URI.create("http://127.0.0.1:" + property(port) + path);
    }

    public HttpResponse<String> post(byte[] body, String signature) throws Exception {
        return send(
                HttpRequest.newBuilder(uri("/webhooks/whatsapp"))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .header("X-Hub-Signature-256", signature)
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    public HttpResponse<String> postSigned(String body) throws Exception {
        byte[] bytes = Samples.bytes(body);
        return post(bytes, Signed.header(bytes));
    }

    public HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    public HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    public MeterRegistry meters() {
        return context.getBean(MeterRegistry.class);
    }

    public double count(String meter, String... tags) {
        return meters().counter("whatsapp.ingest." + meter, tags).count();
    }

    @Override
    public void close() {
        http.close();
        context.close();
    }

    public HttpResponse<String> postTo(String path, String json) throws Exception {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    /** Asks for a replay and returns its report once it is complete. */
    public JsonNode replayed(String request) throws Exception {
        var accepted = postTo("/v1/replays", request);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String location = accepted.headers().firstValue("Location").orElseThrow();
        await().atMost(Duration.ofSeconds(40))
                .until(() -> !state(location).path("state").asString().equals("RUNNING"));
        var ended = state(location);
        assertThat(ended.path("state").asString()).as(ended.toString()).isEqualTo("COMPLETE");
        return ended;
    }

    private JsonNode state(String location) throws Exception {
        return JSON.readTree(get(location).body());
    }
}
