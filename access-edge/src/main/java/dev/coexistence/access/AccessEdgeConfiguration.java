package dev.coexistence.access;

import dev.coexistence.http.HttpEdgeConfiguration;
import dev.coexistence.kafka.EventPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/** Auto-configuration of a service's access: closed by an issuer, or open on loopback alone. */
@AutoConfiguration(after = HttpEdgeConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@EnableConfigurationProperties(AccessSettings.class)
public class AccessEdgeConfiguration {
    private static final Logger log = LoggerFactory.getLogger(AccessEdgeConfiguration.class);

    private static @Nullable AccessTable join(ObjectProvider<AccessTable> tables) {
        List<AccessTable> all = tables.orderedStream().toList();
        return all.isEmpty() ? null : AccessTable.join(all);
    }

    @Bean
    RefusalCounts refusalCounts(MeterRegistry meters) {
        return new RefusalCounts(meters);
    }

    @Bean
    FailedAttempts failedAttempts(AccessSettings settings) {
        return new FailedAttempts(settings.failuresPerMinute());
    }

    @Bean
    BrowserGuard browserGuard(
            AccessSettings settings,
            ObjectProvider<AccessTable> tables,
            RefusalCounts counts,
            Environment environment) {
        var own =
                List.of(
                        HostNames.machine(),
                        environment.getProperty("spring.application.name", ""),
                        environment.getProperty("server.address", ""));
        return new BrowserGuard(
                new HostNames(own, settings.hosts()),
                new RequestOrigin(settings.origins()),
                join(tables),
                settings.maxBody().toBytes(),
                counts);
    }

    @Bean
    AccessCheck accessCheck(
            AccessSettings settings,
            ObjectProvider<AccessTable> tables,
            ObjectProvider<BearerReader> readers,
            ObjectProvider<CallerSource> sources,
            FailedAttempts failures,
            RefusalCounts counts) {
        return new AccessCheck(
                join(tables),
                settings.open(),
                readers.orderedStream().toList(),
                sources.orderedStream().toList(),
                new CallRates(settings.callerRate(), settings.tenantRate()),
                failures,
                counts);
    }

    @Bean
    @ConditionalOnBean(EventPublisher.class)
    @ConditionalOnMissingBean(AuditLog.class)
    AuditLog auditLog(EventPublisher publisher) {
        return AuditLog.onTopic(publisher, InstantSource.system());
    }

    /** Callers as parameters of controllers, and the bound of bodies. */
    @Bean
    WebFluxConfigurer callersOfControllers(AccessSettings settings) {
        return new WebFluxConfigurer() {
            @Override
            public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
                configurer.addCustomResolver(new Callers());
            }

            @Override
            public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
                configurer
                        .defaultCodecs()
                        .maxInMemorySize(Math.toIntExact(settings.maxBody().toBytes()));
            }
        };
    }

    /** Keeps the open mode on loopback. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    @ConditionalOnProperty(name = "access.open", havingValue = "true")
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> openOnLoopbackAlone() {
        log.atWarn()
                .log(
                        "access.open is true: everybody on this machine may do everything with"
                                + " this service, without a log-in");
        return AccessEdgeConfiguration::keepOnLoopback;
    }

    private static void keepOnLoopback(NettyReactiveWebServerFactory factory) {
        InetAddress address = factory.getAddress();
        if (address == null) {
            factory.setAddress(InetAddress.getLoopbackAddress());
        } else if (!address.isLoopbackAddress()) {
            throw new IllegalStateException(
                    "access.open is true, but server.address is not loopback: set ACCESS_ISSUER and"
                            + " leave ACCESS_OPEN out");
        }
    }

    /** The open mode of a management port of its own. */
    @ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
    @ConditionalOnProperty(name = "access.open", havingValue = "true")
    static class ManagementPort {
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementOnLoopbackAlone() {
            return AccessEdgeConfiguration::keepOnLoopback;
        }
    }
}
