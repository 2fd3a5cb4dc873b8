package dev.coexistence.connection.record;

import static dev.coexistence.connection.record.ConnectionRow.at;

import dev.coexistence.connection.lifecycle.AppActivity.Evidence;
import dev.coexistence.connection.lifecycle.AppActivity.Kind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The newest evidence of each kind that a connection's app was opened, for people. */
@Component
public class EvidenceLog {
    private final JdbcClient jdbc;

    public EvidenceLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param statedBy who said so, for what only a person can know
     */
    public record Kept(Kind kind, Instant at, @Nullable String statedBy) {}

    public void keep(UUID id, Evidence evidence, @Nullable String statedBy) {
        jdbc.sql(
                        """
                        insert into activity_evidence (connection_id, kind, at, stated_by)
                        values (:id, :kind, :at, :by)
                        on conflict (connection_id, kind) do update
                          set at = :at, stated_by = :by where activity_evidence.at < :at
                        """)
                .param("id", id)
                .param("kind", evidence.kind().name())
                .param("at", at(evidence.at()))
                .param("by", statedBy)
                .update();
    }

    public List<Kept> findAll(UUID id) {
        return jdbc.sql(
                        "select * from activity_evidence where connection_id = :id order by at desc")
                .param("id", id)
                .query((row, _) ->
                        new Kept(
                                Kind.valueOf(row.getString("kind")),
                                ConnectionRow.time(row, "at"),
                                row.getString("stated_by")))
                .list();
    }
}
