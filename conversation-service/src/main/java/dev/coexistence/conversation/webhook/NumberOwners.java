package dev.coexistence.conversation.webhook;

import dev.coexistence.conversation.caller.CallerAccess;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Tenants of numbers, as webhooks out ask for them. A number without a connection is nobody's and
 * told to nobody; in the open mode, which knows one business, it is the default tenant's.
 */
@Component
class NumberOwners {
    private static final String DEFAULT = "default";

    private final CallerAccess access;
    private final boolean open;

    NumberOwners(CallerAccess access, @Value("${access.open:false}") boolean open) {
        this.access = access;
        this.open = open;
    }

    Map<String, String> load(Collection<String> phoneNumberIds) {
        Map<String, String> owners = new LinkedHashMap<>(access.tenants(phoneNumberIds));
        if (open) {
            phoneNumberIds.forEach(number -> owners.putIfAbsent(number, DEFAULT));
        }
        return owners;
    }
}
