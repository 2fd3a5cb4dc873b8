package dev.coexistence.http;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/** Deadlines on a management port of its own. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementPortConfiguration {
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementDeadlines(
            HttpEdgeSettings settings) {
        return HttpEdgeConfiguration.addDeadlines(settings);
    }
}
