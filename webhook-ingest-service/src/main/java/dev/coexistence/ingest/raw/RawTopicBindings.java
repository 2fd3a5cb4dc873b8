package dev.coexistence.ingest.raw;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.cloud.stream.binder.kafka.provisioning.KafkaTopicProvisioner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the watch over the raw topic's settings. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class RawTopicBindings {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Bean(destroyMethod = "close", defaultCandidate = false)
    Admin rawTopicAdmin(KafkaTopicProvisioner kafka) {
        Map<String, Object> properties = new HashMap<>(kafka.getAdminClientProperties());
        properties.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return Admin.create(properties);
    }

    @Bean("rawTopic")
    RawTopicHealth rawTopicHealth(@Qualifier("rawTopicAdmin") Admin admin) {
        var health = new RawTopicHealth(() -> RawTopicHealth.ask(admin, PATIENCE));
        health.start(INTERVAL);
        return health;
    }
}
