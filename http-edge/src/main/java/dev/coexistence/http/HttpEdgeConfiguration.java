package dev.coexistence.http;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** What every service that is asked over HTTP gets by having this module. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@EnableConfigurationProperties(HttpEdgeSettings.class)
public class HttpEdgeConfiguration {

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> requestDeadlines(
            HttpEdgeSettings settings) {
        return deadlines(settings);
    }

    static WebServerFactoryCustomizer<NettyReactiveWebServerFactory> deadlines(
            HttpEdgeSettings settings) {
        return factory -> factory.addServerCustomizers(server -> withDeadlines(server, settings));
    }

    /** The server with deadlines for requests of HTTP/1.1. */
    public static HttpServer withDeadlines(HttpServer server, HttpEdgeSettings settings) {
        var heads = new UnfinishedHeads(settings.unfinishedHeadsPerAddress());
        return server.doOnChannelInit((_, channel, _) -> {
            var pipeline = channel.pipeline();
            if (pipeline.get(NettyPipeline.HttpCodec) != null) {
                var clock = new RequestClock(settings, heads);
                pipeline.addAfter(
                                NettyPipeline.HttpCodec,
                                "requestClock.behindCodec",
                                clock.behindCodec())
                        .addBefore(NettyPipeline.HttpCodec, "requestClock", clock);
            }
        });
    }
}
