package dev.coexistence.ingest.receive;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.kafka.client.BrokerAccess;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.broker.ClientKind;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaBinderConfigurationProperties;
import org.springframework.cloud.stream.binder.kafka.provisioning.KafkaTopicProvisioner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.RouterFunctions;

/** Bindings of the acknowledging path to HTTP and Kafka. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ReceiveBindings {
    static final String PATH = "/webhooks/whatsapp";

    private static final int PROBE_TIMEOUT_MILLIS = 2_000;

    /**
     * One batch of a partition takes what comes while the one before it is on its way. With Kafka's
     * 16 KiB that would be five webhooks of 3 KB, and the broker would pay for a request each time.
     */
    private static final int BATCH_BYTES = 128 * 1024;

    /** Webhooks that come within it go together, which saves requests to the broker under load. */
    private static final int LINGER_MILLIS = 2;

    /** The producer never waits: it refuses by exception what it cannot take at once. */
    @Bean(destroyMethod = "close", defaultCandidate = false)
    Producer<String, byte[]> rawProducer(
            KafkaBinderConfigurationProperties kafka,
            BrokerAccess access,
            ReceiveSettings settings) {
        int patience = Math.toIntExact(settings.acknowledgementTimeout().toMillis());
        Map<String, Object> properties = new HashMap<>(kafka.mergedProducerConfiguration());
        access.complete(ClientKind.PRODUCER, properties);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        // What comes while a request is under way goes together in the next one.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience - LINGER_MILLIS);
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.WEBHOOKS.maxMessageBytes());
        // Room for all that may be in flight and for a batch of each partition.
        properties.put(
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                settings.inFlightBytes() * 5 / 4 + (16L << 20));
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    @Bean(destroyMethod = "close", defaultCandidate = false)
    Admin brokerProbe(KafkaTopicProvisioner kafka) {
        Map<String, Object> properties = new HashMap<>(kafka.getAdminClientProperties());
        properties.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PROBE_TIMEOUT_MILLIS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PROBE_TIMEOUT_MILLIS);
        return Admin.create(properties);
    }

    @Bean
    BrokerWatch brokerWatch(
            @Qualifier("brokerProbe") Admin admin,
            @Qualifier("rawProducer") Producer<String, byte[]> producer,
            ReceiveSettings settings,
            IngestMetrics metrics) {
        var watch = new BrokerWatch(() -> takesAppends(admin) && isKnownTo(producer));
        metrics.registerGauge("broker.available", () -> watch.isAvailable() ? 1 : 0);
        watch.start(settings.probeInterval());
        return watch;
    }

    /** Every partition has a leader, and this service may write. */
    private static boolean takesAppends(Admin admin) throws Exception {
        String topic = Topics.WEBHOOKS.name();
        var descriptions =
                admin.describeTopics(
                                List.of(topic),
                                new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .allTopicNames()
                        .get(2L * PROBE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        return descriptions.values().stream()
                .allMatch(description -> mayWrite(description) && hasLeaders(description));
    }

    private static boolean mayWrite(TopicDescription description) {
        Set<AclOperation> allowed = description.authorizedOperations();
        return allowed == null || allowed.contains(AclOperation.WRITE);
    }

    private static boolean hasLeaders(TopicDescription description) {
        return description.partitions().stream()
                .allMatch(partition -> partition.leader() != null && !partition.leader().isEmpty());
    }

    /** Also keeps the topic in the producer's memory, without which a send would have to wait. */
    private static boolean isKnownTo(Producer<String, byte[]> producer) {
        return !producer.partitionsFor(Topics.WEBHOOKS.name()).isEmpty();
    }

    @Bean
    HealthIndicator brokerHealthIndicator(BrokerWatch watch) {
        return () ->
                watch.isAvailable()
                        ? Health.up().build()
                        : Health.down()
                                .withDetail(
                                        "reason",
                                        "The broker does not answer, or takes no webhooks of this service")
                                .build();
    }

    @Bean
    InFlightLimiter inFlightLimiter(ReceiveSettings settings, IngestMetrics metrics) {
        var limiter =
                new InFlightLimiter(
                        new InFlightLimiter.Bounds(
                                settings.maxInFlight(),
                                settings.inFlightBytes(),
                                settings.maxReadingPerClient()));
        metrics.registerGauge("in.flight.bytes.limit", settings::inFlightBytes);
        metrics.registerGauge("in.flight", limiter::requests);
        metrics.registerGauge("in.flight.limit", settings::maxInFlight);
        metrics.registerGauge("in.flight.bytes", limiter::bytes);
        return limiter;
    }

    @Bean
    WebhookReceiver webhookReceiver(
            MetaSecrets meta,
            ReceiveSettings settings,
            InFlightLimiter limiter,
            RawLog rawLog,
            IngestMetrics metrics,
            InstantSource time) {
        return new WebhookReceiver(
                new ClientCertificates(settings.clientCertificateName()),
                new SignatureVerifier(meta.requireSecrets()),
                new InFlightRequests(
                        limiter,
                        new ClientAddresses(settings.trustedProxies()),
                        metrics,
                        System::nanoTime),
                rawLog,
                time);
    }

    @Bean
    RawLog rawLog(@Qualifier("rawProducer") Producer<String, byte[]> producer, BrokerWatch watch) {
        return new KafkaRawLog(producer, watch);
    }

    /**
     * Webhooks do not pass through WebFlux, whose filters, exchanges and observations would cost
     * each of them more than its signature does. Verifications do not either: Meta calls by the
     * public name, which the names that callers may use need not have. Everything else does.
     */
    @Bean
    HttpHandlerDecoratorFactory webhooksFirst(WebhookReceiver receiver, MetaSecrets meta) {
        var verification = new SubscriptionVerification(meta.verifyToken());
        HttpHandler verifications =
                RouterFunctions.toHttpHandler(route().GET(PATH, verification::verify).build());
        return rest ->
                (request, response) -> {
                    if (isWebhook(request)) {
                        return receiver.handle(request, response);
                    }
                    return isVerification(request)
                            ? verifications.handle(request, response)
                            : rest.handle(request, response);
                };
    }

    static boolean isWebhook(ServerHttpRequest request) {
        return is(HttpMethod.POST, request);
    }

    private static boolean isVerification(ServerHttpRequest request) {
        return is(HttpMethod.GET, request);
    }

    private static boolean is(HttpMethod method, ServerHttpRequest request) {
        return request.getMethod().equals(method) && PATH.equals(request.getURI().getRawPath());
    }
}
