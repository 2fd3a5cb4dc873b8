package dev.coexistence.conversation;

import dev.coexistence.database.DatabaseEdgeConfiguration;
import dev.coexistence.kafka.KafkaEdgeConfiguration;
import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Projects what the topics say into threads, serves them, and tells who listens. */
@SpringBootApplication(exclude = KafkaAutoConfiguration.class)
@ConfigurationPropertiesScan
@Import({KafkaEdgeConfiguration.class, DatabaseEdgeConfiguration.class})
public class ConversationApplication {

    public static void main(String[] args) {
        SpringApplication.run(ConversationApplication.class, args);
    }

    @Bean
    InstantSource time() {
        return InstantSource.system();
    }
}
