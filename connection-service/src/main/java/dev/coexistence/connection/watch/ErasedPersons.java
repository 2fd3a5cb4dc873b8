package dev.coexistence.connection.watch;

import dev.coexistence.schemas.PersonAlias;
import dev.coexistence.schemas.TokenCipher;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Forgets persons: of customers this service keeps nothing but account events about numbers that
 * nobody knows, as they came. Repeated, it changes nothing.
 */
@Component
public class ErasedPersons {
    private final JdbcClient jdbc;
    private final TokenCipher cipher;

    public ErasedPersons(JdbcClient jdbc, TokenCipher cipher) {
        this.jdbc = jdbc;
        this.cipher = cipher;
    }

    private record Parked(String eventId, String json) {}

    /**
     * Removes parked events that name the person and came before.
     *
     * @return how many there were
     * @throws IllegalArgumentException where the names cannot be read
     */
    public int forget(String phoneNumberId, byte[] encryptedAliases, Instant erasedAt) {
        List<String> values =
                PersonAlias.decrypt(cipher, phoneNumberId, encryptedAliases).stream()
                        .map(PersonAlias::value)
                        .toList();
        var parked =
                jdbc.sql(
                                """
                                select event_id, json from parked_event p
                                where received_at <= :at
                                  and exists (select 1 from unnest(:values::text[]) as v where position(v in p.json) > 0)
                                """)
                        .param("at", Timestamp.from(erasedAt))
                        .param("values", values.toArray(String[]::new))
                        .query((row, _) -> new Parked(row.getString(1), row.getString(2)))
                        .list();
        int forgotten = 0;
        for (Parked one : parked) {
            if (names(one.json(), values)) {
                forgotten +=
                        jdbc.sql("delete from parked_event where event_id = :id")
                                .param("id", one.eventId())
                                .update();
            }
        }
        return forgotten;
    }

    /** A name stands alone: within a longer number or word it is somebody else's. */
    static boolean names(String json, List<String> values) {
        return values.stream()
                .anyMatch(value ->
                        Pattern.compile(
                                        "(?<![0-9A-Za-z._])"
                                                + Pattern.quote(value)
                                                + "(?![0-9A-Za-z._])")
                                .matcher(json)
                                .find());
    }
}
