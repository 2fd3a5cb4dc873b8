package dev.coexistence.benchmarks.access;

import dev.coexistence.access.AccessTable;
import dev.coexistence.access.Scope;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.kafka.KafkaEdgeConfiguration;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.handler.FilteringWebHandler;
import reactor.core.publisher.Mono;

/**
 * Closed service whose requests are those of {@code POST /v1/messages} and end behind the filters
 * of access-edge. It judges tokens of a real issuer and keys of the rig's topic.
 */
final class CheckedService implements AutoCloseable {
    private static final String PATH = "/v1/messages";
    private static final String BODY_BYTES = "100";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Far above what one thread asks, as a refused request costs something else. */
    private static final String RATE = "50000000";

    /** Configurations that the services on the class path bring, and this one has no use for. */
    private static final List<String> UNUSED =
            List.of(
                    "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                    "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration");

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ConfigurableApplicationContext context;
    private final WebHandler checked;
    private final WebHandler unchecked;
    private long passed;

    /** Configuration of a service with one route. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(KafkaEdgeConfiguration.class)
    static class Service {
        @Bean
        AccessTable accessTable() {
            return AccessTable.builder().row(HttpMethod.POST, PATH, Scope.MESSAGES_SEND).build();
        }
    }

    CheckedService(BenchmarkRig rig, TestIssuer issuer) {
        this.context = start(rig, issuer);
        this.unchecked = this::answer;
        this.checked =
                new FilteringWebHandler(
                        unchecked,
                        List.of(
                                context.getBean("browserGuard", WebFilter.class),
                                context.getBean("accessCheck", WebFilter.class)));
    }

    /**
     * Nanoseconds of this thread's processor time for a request, without network and without
     * reading its head. Who else wants the processor does not count, nor does the collector.
     *
     * @param bearers of the requests, one after another
     */
    double measure(List<String> bearers) {
        return measure(checked, bearers);
    }

    /** The same without any check. */
    double measureUnchecked(List<String> bearers) {
        return measure(unchecked, bearers);
    }

    /** True where the bearer passes the check. */
    boolean lets(String bearer) {
        long before = passed;
        checked.handle(exchange(bearer)).onErrorComplete().block(PATIENCE);
        return passed == before + 1;
    }

    private double measure(WebHandler handler, List<String> bearers) {
        long before = passed;
        long start = THREADS.getCurrentThreadCpuTime();
        for (String bearer : bearers) {
            handler.handle(exchange(bearer)).block(PATIENCE);
        }
        long taken = THREADS.getCurrentThreadCpuTime() - start;
        if (passed - before != bearers.size()) {
            throw new IllegalStateException(
                    "Only " + (passed - before) + " of " + bearers.size() + " requests passed");
        }
        return (double) taken / bearers.size();
    }

    private ServerWebExchange exchange(String bearer) {
        return MockServerWebExchange.builder(
                        MockServerHttpRequest.post(PATH)
                                .header(HttpHeaders.HOST, "127.0.0.1:8080")
                                .header(HttpHeaders.AUTHORIZATION, "Bearer " + bearer)
                                .header(HttpHeaders.CONTENT_LENGTH, BODY_BYTES)
                                .contentType(MediaType.APPLICATION_JSON)
                                .build())
                .applicationContext(context)
                .build();
    }

    private Mono<Void> answer(ServerWebExchange exchange) {
        passed++;
        return exchange.getResponse().setComplete();
    }

    private static ConfigurableApplicationContext start(BenchmarkRig rig, TestIssuer issuer) {
        List<String> arguments = new ArrayList<>(List.of(issuer.arguments()));
        arguments.removeIf(argument -> argument.contains("-rate="));
        arguments.addAll(
                List.of(
                        "--access.caller-rate=" + RATE,
                        "--access.tenant-rate=" + RATE,
                        "--spring.config.name=checked-service",
                        "--spring.config.import=classpath:service-defaults.yaml",
                        "--spring.application.name=checked-service",
                        "--spring.main.register-shutdown-hook=false",
                        "--logging.config=classpath:benchmarks-logback.xml",
                        "--spring.autoconfigure.exclude=" + String.join(",", UNUSED),
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.cloud.stream.function.autodetect=false",
                        "--spring.cloud.stream.bindings.publishEvents-out-0.destination="
                                + "whatsapp.audit",
                        "--kafka.bootstrap-servers=" + rig.bootstrapServers(),
                        "--kafka.schema-registry-url=" + rig.registryUrl()));
        return new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.REACTIVE)
                .run(arguments.toArray(String[]::new));
    }

    @Override
    public void close() {
        context.close();
    }
}
