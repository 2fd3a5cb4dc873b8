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
 * The service; with arguments that begin with a word, one of its commands ({@code show}, {@code
 * replay}, {@code dead-letters}), which ends by itself.
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
        var command =
                new SpringApplicationBuilder(IngestApplication.class)
                        .web(WebApplicationType.NONE)
                        .properties("ingest.role=command", "logging.level.root=WARN")
                        .bannerMode(Banner.Mode.OFF)
                        .addCommandLineProperties(false)
                        .build();
        System.exit(SpringApplication.exit(command.run(args)));
    }

    @Bean
    InstantSource time() {
        return InstantSource.system();
    }
}
