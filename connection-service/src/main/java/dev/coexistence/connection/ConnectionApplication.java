package dev.coexistence.connection;

import dev.coexistence.database.DatabaseEdgeConfiguration;
import dev.coexistence.kafka.KafkaEdgeConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The lifecycle of connected numbers. */
// kafka-edge has the beans for Kafka; Boot's own would expect theirs.
@SpringBootApplication(exclude = KafkaAutoConfiguration.class)
@ConfigurationPropertiesScan
@EnableScheduling
@Import({KafkaEdgeConfiguration.class, DatabaseEdgeConfiguration.class})
public class ConnectionApplication {

    public static void main(String[] args) {
        SpringApplication.run(ConnectionApplication.class, args);
    }
}
