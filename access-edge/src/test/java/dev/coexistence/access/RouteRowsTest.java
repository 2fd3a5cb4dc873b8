package dev.coexistence.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;
import static org.springframework.web.reactive.function.server.ServerResponse.ok;

import dev.coexistence.access.kit.RouteRows;
import dev.coexistence.access.kit.TestIssuer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Routes that no controller declares. */
class RouteRowsTest {
    private static TestIssuer issuer;
    private static TestService service;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = KafkaAutoConfiguration.class)
    static class Mixed implements WebFluxConfigurer {
        @Bean
        AccessTable accessTable() {
            return AccessTable.builder()
                    .row(HttpMethod.GET, "/v1/listed", Scope.THREADS_READ)
                    .build();
        }

        @Bean
        RouterFunction<ServerResponse> functions() {
            return route().GET("/v1/listed", _ -> ok().bodyValue("listed"))
                    .POST("/v1/unlisted", _ -> ok().bodyValue("unlisted"))
                    .path(
                            "/v1/inner",
                            inner -> inner.GET("/{id}", _ -> ok().bodyValue("a secret of ours")))
                    .resources("/files/**", new ClassPathResource("META-INF/"))
                    .build();
        }

        @Bean
        RouterFunction<ServerResponse> allButOne() {
            return route(GET("/v1/one").negate(), _ -> ok().bodyValue("a secret of ours"));
        }

        @Override
        public void addResourceHandlers(ResourceHandlerRegistry registry) {
            registry.addResourceHandler("/shown/**").addResourceLocations("classpath:/META-INF/");
        }
    }

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        service = TestService.start(Mixed.class, issuer.arguments());
    }

    @AfterAll
    static void stop() {
        service.close();
        issuer.close();
    }

    @Test
    void routesOfFunctionsAndResourcesNeedARowToo() {
        var rows = RouteRows.of(service.context());

        assertThat(rows.missingRows())
                .containsExactly(
                        "(any method) !(GET && /v1/one)",
                        "(any method) resources of a function",
                        "GET /shown/**",
                        "GET /v1/inner/{id}",
                        "POST /v1/unlisted");
        assertThat(rows.surplusRows()).isEmpty();
    }

    @Test
    void withoutARowTheyAnswerAsIfTheyWereNotThere() throws IOException {
        for (String path : new String[] {"/v1/inner/7", "/v1/others", "/files/x", "/shown/x"}) {
            var answer = service.getAs(issuer.operator(), path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.text()).doesNotContain("secret");
        }
    }
}
