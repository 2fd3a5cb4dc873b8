package dev.coexistence.ingest;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.coexistence.access.AccessTable;
import dev.coexistence.access.Scope;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Access to this service: Meta's path is open, as a signature proves each webhook and a word of
 * ours each verification; all else shows what customers of every tenant wrote, and is the
 * platform's.
 */
@Configuration(proxyBeanMethods = false)
class IngestAccess {

    @Bean
    AccessTable accessTable() {
        return AccessTable.builder()
                .open(GET, "/webhooks/whatsapp")
                .open(POST, "/webhooks/whatsapp")
                .takingAnyBody()
                .row(GET, "/v1/webhooks/{partition}/{offset}", Scope.OPERATE)
                .row(GET, "/v1/dead-letters", Scope.OPERATE)
                .row(GET, "/v1/dead-letters/{partition}/{offset}", Scope.OPERATE)
                .row(POST, "/v1/dead-letters/{partition}/{offset}/redrive", Scope.OPERATE)
                .row(POST, "/v1/dead-letters/redrive", Scope.OPERATE)
                .row(POST, "/v1/replays", Scope.OPERATE)
                .row(GET, "/v1/replays/{id}", Scope.OPERATE)
                .build();
    }
}
