package dev.coexistence.conversation.page;

import dev.coexistence.access.AuditLog;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.conversation.projection.ReadMarker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The page with its real read model, over a database that the test fills; without Kafka. */
@TestConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@ConfigurationPropertiesScan("dev.coexistence.conversation")
@ComponentScan(
        basePackages = "dev.coexistence.conversation",
        excludeFilters =
                @Filter(
                        type = FilterType.REGEX,
                        pattern =
                                "dev\\.coexistence\\.conversation\\."
                                        + "(ConversationApplication|AuditConfiguration|(projection|erasure|standby)\\..*"
                                        + "|api\\.(?!ApiProblems|MediaController|RouteAccess).*|live\\.ChangeFeed|media\\.MediaWorker"
                                        + "|webhook\\.(WebhookWorker|FanOut|DeliveryService)|.*(IT|Test|Fixture)(\\$.*)?)"))
public class PageFixture {
    static final Path MEDIA = Path.of("target", "page-media");

    @Bean
    InstantSource time() {
        return InstantSource.system();
    }

    /** Event loops of its own: an instance that ends leaves those of the others. */
    @Bean
    ReactorResourceFactory reactorResources() {
        var own = new ReactorResourceFactory();
        own.setUseGlobalResources(false);
        own.setShutdownQuietPeriod(Duration.ZERO);
        return own;
    }

    /**
     * Starts it on a port of the system's choice or on a given one.
     *
     * @param settings as on a command line, with two dashes
     */
    public static ConfigurableApplicationContext start(
            int port, ProjectedDatabase database, String... settings) {
        String[] own = {
            "--server.port=" + port,
            "--server.address=127.0.0.1",
            "--spring.main.banner-mode=off",
            // One whose server a test has killed waits so long for it at the end.
            "--spring.lifecycle.timeout-per-shutdown-phase=1s",
            "--management.endpoint.health.validate-group-membership=false",
            "--token.keyset=" + ProjectedDatabase.KEYSET,
            "--media.folder=" + MEDIA,
            "--media.enabled=false",
            "--webhooks.allow-private-targets=true"
        };
        return new SpringApplicationBuilder(PageFixture.class)
                .web(WebApplicationType.REACTIVE)
                .initializers((GenericApplicationContext context) -> {
                    context.registerBean(JdbcTemplate.class, database::jdbc);
                    context.registerBean(TransactionTemplate.class, database::transaction);
                    context.registerBean(ChangeFeed.class, database::feed);
                    context.registerBean(ReadMarker.class, database::readMarker);
                    context.registerBean(AuditLog.class, () -> (_, _, _, _, _, _) -> {});
                })
                .run(Stream.of(own, settings).flatMap(Stream::of).toArray(String[]::new));
    }
}
