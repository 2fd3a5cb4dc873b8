package dev.coexistence.conversation.erasure;

import java.sql.Timestamp;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Audit log of erasures: counts and who asked, never what was erased. */
@Component
class ErasureAudit {
    private final JdbcTemplate database;
    private final InstantSource time;

    ErasureAudit(JdbcTemplate database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    void record(
            String kind,
            @Nullable String number,
            @Nullable Long contact,
            long messages,
            long pieces,
            @Nullable String requestedBy) {
        database.update(
                "insert into erasure_audit (at, kind, phone_number_id, contact_id, messages, media, requested_by)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                Timestamp.from(time.instant()),
                kind,
                number,
                contact,
                messages,
                pieces,
                requestedBy);
    }
}
