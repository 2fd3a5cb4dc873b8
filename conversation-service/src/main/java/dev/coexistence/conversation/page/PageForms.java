package dev.coexistence.conversation.page;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.reactive.result.view.CsrfRequestDataValueProcessor;
import org.springframework.web.reactive.result.view.RequestDataValueProcessor;

/** Forms of the page: each that changes something carries the token of its session. */
@Configuration(proxyBeanMethods = false)
class PageForms {

    /** Adds the token to what templates write with {@code th:action}; found by its name. */
    @Bean
    RequestDataValueProcessor requestDataValueProcessor() {
        return new CsrfRequestDataValueProcessor();
    }
}
