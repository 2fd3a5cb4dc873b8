package dev.coexistence.connection.onboarding;

import static dev.coexistence.connection.record.ConnectionRow.at;

import dev.coexistence.connection.lifecycle.OnboardingStep;
import dev.coexistence.connection.lifecycle.StepStatus;
import dev.coexistence.connection.record.ConnectionRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The journal of onboardings: each step before and after its call, and who works on it. */
@Component
public class StepJournal {
    private final JdbcClient jdbc;

    public StepJournal(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param evidence what the status rests on; for a synchronisation Meta's request id
     * @param progress of a synchronisation, per cent
     */
    public record Entry(
            OnboardingStep step,
            StepStatus status,
            int attempts,
            Instant startedAt,
            String evidence,
            @Nullable Integer progress) {}

    /** Takes an onboarding for this process, unless another has it; by the database's clock. */
    boolean claim(UUID id, Duration lease) {
        return jdbc.sql(
                                """
                                update connection set claimed_until = clock_timestamp() + make_interval(secs => :lease)
                                where id = :id and state = 'ONBOARDING'
                                  and (claimed_until is null or claimed_until <= clock_timestamp())
                                """)
                        .param("lease", lease.toMillis() / 1000.0)
                        .param("id", id)
                        .update()
                == 1;
    }

    void renew(UUID id, Duration lease) {
        jdbc.sql(
                        """
                        update connection set claimed_until = clock_timestamp() + make_interval(secs => :lease)
                        where id = :id
                        """)
                .param("lease", lease.toMillis() / 1000.0)
                .param("id", id)
                .update();
    }

    public void release(UUID id) {
        jdbc.sql("update connection set claimed_until = null where id = :id")
                .param("id", id)
                .update();
    }

    /** Onboardings that nobody works on and whose next try is due. */
    public List<UUID> findDue(Instant now) {
        return jdbc.sql(
                        """
                        select id from connection where state = 'ONBOARDING'
                          and (claimed_until is null or claimed_until <= clock_timestamp())
                          and (next_attempt_at is null or next_attempt_at <= :now)
                        order by state_since limit 50
                        """)
                .param("now", at(now))
                .query((row, _) -> row.getObject("id", UUID.class))
                .list();
    }

    boolean waits(UUID id, Instant now) {
        return jdbc.sql(
                        "select coalesce(next_attempt_at > :now, false) from connection where id = :id")
                .param("now", at(now))
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    void tryAgainAt(UUID id, @Nullable Instant when) {
        jdbc.sql("update connection set next_attempt_at = :at where id = :id")
                .param("at", when == null ? null : at(when))
                .param("id", id)
                .update();
    }

    public List<Entry> findAll(UUID id) {
        return jdbc
                .sql("select * from step where connection_id = :id")
                .param("id", id)
                .query((row, _) ->
                        new Entry(
                                OnboardingStep.valueOf(row.getString("step")),
                                StepStatus.valueOf(row.getString("status")),
                                row.getInt("attempts"),
                                ConnectionRow.time(row, "started_at"),
                                row.getString("evidence"),
                                row.getObject("progress", Integer.class)))
                .list()
                .stream()
                .sorted(java.util.Comparator.comparing(Entry::step))
                .toList();
    }

    public Optional<Entry> findAll(UUID id, OnboardingStep step) {
        return findAll(id).stream().filter(entry -> entry.step() == step).findFirst();
    }

    /** Stored before the call. */
    void intend(UUID id, OnboardingStep step, Instant now) {
        jdbc.sql(
                        """
                        insert into step (connection_id, step, status, attempts, started_at)
                        values (:id, :step, 'INTENT', 1, :at)
                        on conflict (connection_id, step) do update set status = 'INTENT', attempts = step.attempts + 1
                        """)
                .param("id", id)
                .param("step", step.name())
                .param("at", at(now))
                .update();
    }

    /** Stored after the call, and when webhooks show more. */
    public void settle(
            UUID id, OnboardingStep step, StepStatus status, String evidence, Instant now) {
        jdbc.sql(
                        """
                        update step set status = :status, evidence = :evidence, ended_at = :at
                        where connection_id = :id and step = :step
                        """)
                .param("status", status.name())
                .param("evidence", evidence)
                .param("at", at(now))
                .param("id", id)
                .param("step", step.name())
                .update();
    }

    /** A synchronisation was accepted; does not undo what its webhooks have shown meanwhile. */
    void markRunning(UUID id, OnboardingStep step, String evidence, Instant now) {
        jdbc.sql(
                        """
                        update step set evidence = :evidence, ended_at = :at,
                          status = case when status in ('INTENT', 'WAITING') then 'RUNNING' else status end
                        where connection_id = :id and step = :step
                        """)
                .param("evidence", evidence)
                .param("at", at(now))
                .param("id", id)
                .param("step", step.name())
                .update();
    }

    /** A person has the onboarding go on: what is not done yet has its full time again. */
    void restart(UUID id, Instant now) {
        jdbc.sql(
                        """
                        update step set started_at = :at
                        where connection_id = :id and status in ('INTENT', 'WAITING', 'FAILED')
                        """)
                .param("at", at(now))
                .param("id", id)
                .update();
    }

    /** Removes entries, so that their steps are done again: a person asked for it. */
    void forget(UUID id, List<OnboardingStep> steps) {
        jdbc.sql("delete from step where connection_id = :id and step in (:steps)")
                .param("id", id)
                .param("steps", steps.stream().map(Enum::name).toList())
                .update();
    }

    /** Never goes back: chunks come in any order. */
    public void progress(UUID id, OnboardingStep step, int percent) {
        jdbc.sql(
                        """
                        update step set progress = greatest(coalesce(progress, 0), :percent)
                        where connection_id = :id and step = :step
                        """)
                .param("percent", percent)
                .param("id", id)
                .param("step", step.name())
                .update();
    }

    public void addRegisterCall(String phoneNumberId, Instant now) {
        jdbc.sql("insert into register_call (phone_number_id, at) values (:number, :at)")
                .param("number", phoneNumberId)
                .param("at", at(now))
                .update();
    }

    public int registerCallsSince(String phoneNumberId, Instant since) {
        return jdbc.sql(
                        "select count(*) from register_call where phone_number_id = :number and at > :since")
                .param("number", phoneNumberId)
                .param("since", at(since))
                .query(Integer.class)
                .single();
    }
}
