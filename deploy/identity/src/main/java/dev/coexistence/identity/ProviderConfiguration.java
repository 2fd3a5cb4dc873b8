package dev.coexistence.identity;

import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.InetAddress;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;

/** Wiring of the provider: Spring's authorization server, with what the demo's folder holds. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {
    @Bean
    SecurityFilterChain requests(HttpSecurity http) {
        return http.oauth2AuthorizationServer(server -> server.oidc(Customizer.withDefaults()))
                .authorizeHttpRequests(requests ->
                        requests.requestMatchers(LoginLink.PATH)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .formLogin(Customizer.withDefaults())
                .build();
    }

    @Bean
    PrivateFolder privateFolder(
            IdentitySettings settings, @Value("${server.address}") InetAddress address) {
        if (!address.isLoopbackAddress() && !settings.anyAddress()) {
            throw new IllegalStateException(
                    "The demo's provider listens on loopback only, not on "
                            + address.getHostAddress()
                            + ": its people are fictional, its log-in link lets anybody in."
                            + " IDENTITY_ANY_ADDRESS=true is for a container"
                            + " whose port is published on loopback");
        }
        return new PrivateFolder(settings.folder());
    }

    @Bean
    GeneratedSecrets generatedSecrets() {
        return new GeneratedSecrets();
    }

    @Bean
    UserDetailsService people(PrivateFolder folder, GeneratedSecrets secrets) {
        return PeopleDirectory.in(folder, secrets);
    }

    @Bean
    RegisteredClientRepository clients(
            IdentitySettings settings, PrivateFolder folder, GeneratedSecrets secrets) {
        return new ClientRegistrations(settings, folder, secrets).repository();
    }

    @Bean
    JWKSource<SecurityContext> keys(PrivateFolder folder) {
        return new ImmutableJWKSet<>(SigningKeys.in(folder));
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims(IdentitySettings settings) {
        return new CallerClaims(settings.audience());
    }

    @Bean
    AuthorizationServerSettings server(IdentitySettings settings) {
        var server = AuthorizationServerSettings.builder();
        if (settings.issuer() != null) {
            server.issuer(settings.issuer().toString());
        }
        return server.build();
    }

    @Bean
    FilterRegistrationBean<KnownHosts> knownHosts(IdentitySettings settings) {
        var filter = new FilterRegistrationBean<>(new KnownHosts(settings.hosts()));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}
