package dev.coexistence.conversation.login;

import dev.coexistence.access.AccessRefusal;
import dev.coexistence.access.BearerReader;
import dev.coexistence.access.Caller;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reader of the person whom an access token describes, as every service reads it. */
@Component
@ClosedMode
class PersonReader {
    private static final Logger LOG = LoggerFactory.getLogger(PersonReader.class);

    private final List<BearerReader> readers;

    PersonReader(List<BearerReader> readers) {
        this.readers = List.copyOf(readers);
    }

    /**
     * The person; empty where the token is not one of a person for this service. Fails with {@link
     * OpenIdIssuer.IssuerAway} where that cannot be judged now.
     */
    Mono<Caller> read(String accessToken) {
        return Flux.fromIterable(readers)
                .filter(reader -> reader.reads(accessToken))
                .next()
                .flatMap(reader -> reader.read(accessToken))
                .filter(caller -> caller.kind() == Caller.Kind.PERSON)
                .onErrorResume(AccessRefusal.class, PersonReader::explain);
    }

    private static Mono<Caller> explain(AccessRefusal refusal) {
        if (refusal.getStatusCode().is5xxServerError()) {
            return Mono.error(
                    new OpenIdIssuer.IssuerAway("The issuer's keys cannot be had", refusal));
        }
        LOG.atWarn()
                .addKeyValue("reason", refusal.reason())
                .addKeyValue("detail", refusal.getBody().getDetail())
                .log("The issuer's access token is not for this service");
        return Mono.empty();
    }
}
