package dev.coexistence.identity;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** Main class of the demo's OpenID provider. */
@SpringBootApplication
@EnableConfigurationProperties(IdentitySettings.class)
class IdentityApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(IdentityApplication.class, arguments);
    }
}
