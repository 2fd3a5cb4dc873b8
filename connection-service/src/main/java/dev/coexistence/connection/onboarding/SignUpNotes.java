package dev.coexistence.connection.onboarding;

import static dev.coexistence.connection.record.ConnectionRow.at;

import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Statements of people and of the browser about a sign-up, beside Meta's. */
@Component
public class SignUpNotes {
    private final JdbcClient jdbc;

    public SignUpNotes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void keepHints(UUID id, SessionEvent.Finished event) {
        jdbc.sql(
                        """
                        update connection set session_event = :event, hinted_waba_id = :waba,
                          hinted_phone_number_id = :number where id = :id
                        """)
                .param("event", event.event())
                .param("waba", event.wabaId())
                .param("number", event.phoneNumberId())
                .param("id", id)
                .update();
    }

    /** The WABA that the browser named; the token shows whether it is reachable. */
    String hintedWaba(UUID id) {
        return jdbc.sql("select hinted_waba_id from connection where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    void acknowledge(UUID id, String name, Instant now) {
        jdbc.sql(
                        """
                        update connection set acknowledged_by = :name, acknowledged_at = :at where id = :id
                        """)
                .param("name", name)
                .param("at", at(now))
                .param("id", id)
                .update();
    }

    public boolean isAcknowledged(UUID id) {
        return jdbc.sql("select acknowledged_at is not null from connection where id = :id")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }
}
