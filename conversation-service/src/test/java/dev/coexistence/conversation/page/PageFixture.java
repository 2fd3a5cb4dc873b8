package dev.coexistence.conversation.page;

import java.time.InstantSource;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/** The page alone: its controllers and templates over a read model in memory. */
@TestConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@EnableConfigurationProperties(PageSettings.class)
@ComponentScan(
        basePackages = "dev.coexistence.conversation.page",
        excludeFilters =
                @Filter(
                        type = FilterType.REGEX,
                        pattern = ".*\\.page\\.(.*\\.)?(Stored|Dispatched|Followed|Http)\\w+"))
class PageFixture {
    @Bean
    InstantSource time() {
        return InstantSource.system();
    }

    @Bean
    FakeInbox fakeInbox(InstantSource time) {
        return new FakeInbox(time);
    }

    @Bean
    FakeOutgoing fakeOutgoing(InstantSource time) {
        return new FakeOutgoing(time);
    }

    /**
     * Starts it on a port of the system's choice or on a given one.
     *
     * @param settings as on a command line, with two dashes
     */
    static ConfigurableApplicationContext start(int port, String... settings) {
        String[] own = {
            "--server.port=" + port,
            "--server.address=127.0.0.1",
            "--spring.main.banner-mode=off",
            "--management.endpoint.health.validate-group-membership=false"
        };
        return new SpringApplicationBuilder(PageFixture.class)
                .web(WebApplicationType.REACTIVE)
                .run(Stream.of(own, settings).flatMap(Stream::of).toArray(String[]::new));
    }
}
