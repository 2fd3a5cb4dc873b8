package dev.coexistence.access;

import dev.coexistence.access.kit.RunningKeycloak;
import dev.coexistence.access.kit.TestIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service with a route of each kind, and what it is asked. */
final class TestService implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final String port;

    private TestService(ConfigurableApplicationContext context, String port) {
        this.context = context;
        this.port = port;
    }

    /** The same service on its management port. */
    TestService management() {
        return new TestService(context, "local.management.port");
    }

    static TestService start(Class<?> configuration, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--server.port=0");
        all.add("--spring.web.resources.add-mappings=false");
        return new TestService(
                new SpringApplicationBuilder(configuration)
                        .web(WebApplicationType.REACTIVE)
                        .run(all.toArray(String[]::new)),
                "local.server.port");
    }

    static TestService closed(TestIssuer issuer, String... further) {
        List<String> all = new ArrayList<>(List.of(further));
        for (String argument : issuer.arguments()) {
            String name = argument.substring(0, argument.indexOf('=') + 1);
            if (all.stream().noneMatch(given -> given.startsWith(name))) {
                all.add(argument);
            }
        }
        return start(WithTable.class, all.toArray(String[]::new));
    }

    static TestService closed(RunningKeycloak keycloak) {
        return start(WithTable.class, keycloak.arguments());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = KafkaAutoConfiguration.class)
    static class WithoutTable {
        @Bean
        Things things() {
            return new Things();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = KafkaAutoConfiguration.class)
    static class WithTable {
        @Bean
        Things things() {
            return new Things();
        }

        @Bean
        AccessTable accessTable() {
            return AccessTable.builder()
                    .row(HttpMethod.GET, "/v1/things/{id}", Scope.THREADS_READ)
                    .row(HttpMethod.POST, "/v1/things", Scope.THREADS_WRITE, Scope.MESSAGES_SEND)
                    .row(HttpMethod.POST, "/v1/things/redrive", Scope.OPERATE)
                    .authenticated(HttpMethod.GET, "/v1/me")
                    .authenticated(HttpMethod.GET, "/v1/numbers")
                    .open(HttpMethod.GET, "/open")
                    .open(HttpMethod.POST, "/webhooks")
                    .takingAnyBody()
                    .row(HttpMethod.POST, "/form", Scope.THREADS_WRITE)
                    .takingForms()
                    .row(HttpMethod.GET, "/v1/media/{id}", Scope.THREADS_READ)
                    .asMedia()
                    .row(HttpMethod.GET, "/v1/stream", Scope.THREADS_READ)
                    .asMedia()
                    .build();
        }
    }

    record Thing(String name) {}

    record Me(String kind, String id, String name, String tenant, Set<String> scopes) {}

    @RestController
    static class Things {
        @GetMapping("/v1/things/{id}")
        String one(@PathVariable String id) {
            return id;
        }

        @PostMapping("/v1/things")
        Thing make(@RequestBody Thing thing) {
            return thing;
        }

        @PostMapping("/v1/things/redrive")
        String redrive() {
            return "all";
        }

        @GetMapping("/v1/me")
        Me me(Caller caller) {
            return new Me(
                    caller.kind().name(),
                    caller.id(),
                    caller.name(),
                    Optional.ofNullable(caller.tenant()).orElse("(all)"),
                    new java.util.TreeSet<>(caller.scopes().stream().map(Scope::word).toList()));
        }

        @GetMapping("/open")
        String open() {
            return "open";
        }

        @PostMapping("/webhooks")
        String webhook(@RequestBody byte[] body) {
            return String.valueOf(body.length);
        }

        @PostMapping("/form")
        String form() {
            return "form";
        }

        @GetMapping("/v1/numbers")
        String numbers(Caller caller, @RequestParam Optional<String> whole) {
            if (whole.isPresent() && !caller.may(Scope.CONTACTS_PHONE)) {
                throw AccessRefusal.missing(Scope.CONTACTS_PHONE);
            }
            return "all";
        }

        @GetMapping("/v1/media/{id}")
        String media(@PathVariable String id) {
            return id;
        }

        @GetMapping(path = "/v1/stream", produces = "text/event-stream")
        Flux<Long> stream() {
            return Flux.interval(Duration.ofMillis(100));
        }

        @GetMapping("/v1/forgotten")
        String forgotten() {
            return "a secret of ours";
        }
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    int port() {
        return context.getEnvironment().getRequiredProperty(port, Integer.class);
    }

    URI root() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Count of {@code access.refused} of one reason. */
    double refused(String reason) {
        var counter =
                context.getBean(io.micrometer.core.instrument.MeterRegistry.class)
                        .find("access.refused")
                        .tag("reason", reason)
                        .counter();
        return counter == null ? 0 : counter.count();
    }

    Answer get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    Answer getAs(String bearer, String path) throws IOException {
        return get(path, "Authorization: Bearer " + bearer);
    }

    Answer post(String path, String body, String... headers) throws IOException {
        return send("POST", path, body, headers);
    }

    /** Sends what a test says and nothing else, but Host where it says none. */
    Answer send(String method, String path, String body, String... headers) throws IOException {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        boolean host = false;
        for (String header : headers) {
            head.append(header).append("\r\n");
            host |= header.toLowerCase(Locale.ROOT).startsWith("host:");
        }
        if (!host) {
            head.append("Host: localhost\r\n");
        }
        if (!body.isEmpty()) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
            return new Answer(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        context.close();
    }

    /** Answer as it came. */
    record Answer(String text) {
        int status() {
            return Integer.parseInt(text.split(" ", 3)[1]);
        }

        String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }

        JsonNode json() {
            return new JsonMapper().readTree(body());
        }

        /** Last part of the problem's type. */
        String problem() {
            String type = json().path("type").asString("");
            return type.substring(type.lastIndexOf('/') + 1);
        }

        Optional<String> header(String name) {
            return text.substring(0, text.indexOf("\r\n\r\n"))
                    .lines()
                    .filter(line ->
                            line.toLowerCase(Locale.ROOT)
                                    .startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }
}
