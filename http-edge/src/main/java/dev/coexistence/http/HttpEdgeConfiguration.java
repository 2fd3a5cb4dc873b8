package dev.coexistence.http;

import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Auto-configuration of a service's HTTP edge: deadlines, strict bodies, problems. */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@EnableConfigurationProperties(HttpEdgeSettings.class)
public class HttpEdgeConfiguration {

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> requestDeadlines(
            HttpEdgeSettings settings) {
        return addDeadlines(settings);
    }

    /**
     * @param pages {@code http.error-pages}: true where browsers get the service's own pages
     */
    @Bean
    ProblemAnswers problemAnswers(@Value("${http.error-pages:false}") boolean pages) {
        return new ProblemAnswers(pages);
    }

    /** Codec that refuses a misspelt member by its name instead of passing it over. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    CodecCustomizer strictBodies(JsonMapper json) {
        var strict =
                json.rebuild().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
        return codecs -> codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(strict));
    }

    /** Ends of what the service's SSL bundles trust. */
    @Bean
    @ConditionalOnBean(SslBundles.class)
    TrustMeters trustMeters(SslBundles bundles) {
        return new TrustMeters(bundles, InstantSource.system());
    }

    static WebServerFactoryCustomizer<NettyReactiveWebServerFactory> addDeadlines(
            HttpEdgeSettings settings) {
        return factory -> factory.addServerCustomizers(server -> addDeadlines(server, settings));
    }

    /** Adds deadlines for requests of HTTP/1.1. */
    public static HttpServer addDeadlines(HttpServer server, HttpEdgeSettings settings) {
        var heads = new UnfinishedHeads(settings.unfinishedHeadsPerAddress());
        return server.doOnChannelInit((_, channel, _) -> {
            var pipeline = channel.pipeline();
            if (pipeline.get(NettyPipeline.HttpCodec) != null) {
                pipeline.addAfter(NettyPipeline.HttpCodec, "bareRefusals", new BareRefusals());
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
