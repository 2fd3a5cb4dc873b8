package dev.coexistence.connection.meta;

import dev.coexistence.graph.GraphAnswer;
import dev.coexistence.graph.Secret;
import java.util.List;

/** The calls that a connection needs. Blocking: one virtual thread a call. Thread-safe. */
public interface MetaApi {

    /** The synchronisations that may be asked for once. */
    enum Sync {
        CONTACTS("smb_app_state_sync"),
        HISTORY("history");

        private final String wire;

        Sync(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }

    /** The business token for a code of the sign-up dialogue: works once, for about 30 seconds. */
    GraphAnswer<Secret> exchange(Secret code);

    /** Subscribes this app to the webhooks of a WABA; doing it again changes nothing. */
    GraphAnswer<Boolean> subscribe(String wabaId, Secret token);

    /** True where this app is subscribed. */
    GraphAnswer<Boolean> findSubscription(String wabaId, Secret token);

    /** Until when Meta takes a token. Counts against no account's limit, and proves no link. */
    GraphAnswer<TokenLife> inspect(Secret token);

    GraphAnswer<List<PhoneNode>> numbersOf(String wabaId, Secret token);

    GraphAnswer<PhoneNode> number(String phoneNumberId, Secret token);

    /** At most ten times in 72 hours per number, together with {@link #deregister}. */
    GraphAnswer<Boolean> register(String phoneNumberId, Secret pin, Secret token);

    GraphAnswer<Boolean> deregister(String phoneNumberId, Secret token);

    /** Once per onboarding and kind. The answer is Meta's request id. */
    GraphAnswer<String> requestSync(String phoneNumberId, Sync sync, Secret token);
}
