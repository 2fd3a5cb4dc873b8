package dev.coexistence.conversation.page;

import dev.coexistence.conversation.page.inbox.Templates;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.support.GenericApplicationContext;

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
public class PageFixture {
    @Bean
    InstantSource time() {
        return InstantSource.system();
    }

    @Bean
    FakeInbox fakeInbox(InstantSource time) {
        return new FakeInbox(time);
    }

    @Bean
    Templates templates() {
        return _ ->
                List.of(
                        new Templates.Template("hello", "de", "Guten Tag"),
                        new Templates.Template(
                                "order_update", "en", "Hello {{1}}, your order {{2}} is ready."));
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
        return start(port, _ -> {}, settings);
    }

    /**
     * The same with parts of its own.
     *
     * @param parts registers them
     */
    public static ConfigurableApplicationContext start(
            int port,
            ApplicationContextInitializer<GenericApplicationContext> parts,
            String... settings) {
        String[] own = {
            "--server.port=" + port,
            "--server.address=127.0.0.1",
            "--spring.main.banner-mode=off",
            "--management.endpoint.health.validate-group-membership=false"
        };
        return new SpringApplicationBuilder(PageFixture.class)
                .web(WebApplicationType.REACTIVE)
                .initializers(parts)
                .run(Stream.of(own, settings).flatMap(Stream::of).toArray(String[]::new));
    }
}
