package dev.coexistence.ingest;

import dev.coexistence.kafka.KafkaEdgeConfiguration;
import java.time.InstantSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Webhook-ingest service; with arguments that begin with a word, one of its commands ({@code show},
 * {@code replay}, {@code dead-letters}), which ends by itself.
 */
@SpringBootApplication(exclude = KafkaAutoConfiguration.class)
@ConfigurationPropertiesScan
@Import(KafkaEdgeConfiguration.class)
public class IngestApplication {

    public static void main(String[] args) {
        if (args.length == 0 || args[0].startsWith("-")) {
            SpringApplication.run(IngestApplication.class, args);
            return;
        }
        System.exit(SpringApplication.exit(command().run(args)));
    }

    /** The application of a command: no server, no splitter; its words are no settings. */
    public static SpringApplication command(String... settings) {
        return new SpringApplicationBuilder(IngestApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .addCommandLineProperties(false)
                .properties(
                        "ingest.role=command",
                        "ingest.split-webhooks=false",
                        "logging.level.root=WARN",
                        "management.endpoint.health.validate-group-membership=false")
                .properties(settings)
                .build();
    }

    @Bean
    InstantSource time() {
        return InstantSource.system();
    }
}
