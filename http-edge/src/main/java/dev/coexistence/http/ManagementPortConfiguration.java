package dev.coexistence.http;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/** The same deadlines where the management endpoints have a port of their own. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementPortConfiguration {
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementDeadlines(
            HttpEdgeSettings settings) {
        return HttpEdgeConfiguration.deadlines(settings);
    }
}
