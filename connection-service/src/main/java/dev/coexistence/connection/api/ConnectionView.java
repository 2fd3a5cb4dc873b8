package dev.coexistence.connection.api;

import dev.coexistence.connection.lifecycle.ConnectionMode;
import dev.coexistence.connection.meta.QualityRating;
import dev.coexistence.connection.policy.Feature;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection as the API shows it. Holds no secret. */
record ConnectionView(
        @Nullable String phoneNumberId,
        String connectionId,
        @Nullable Long epoch,
        String tenant,
        String state,
        Instant stateSince,
        ConnectionMode mode,
        int budgetPerSecond,
        String displayPhoneNumber,
        @Nullable String verifiedName,
        QualityRating qualityRating,
        @Nullable String wabaId,
        String country,
        String policyEdition,
        List<Feature> disabledFeatures,
        @Nullable Why why,
        List<StepView> steps,
        List<CheckView> checks,
        boolean proven,
        @Nullable SyncView sync,
        @Nullable ActivityView activity,
        List<RestrictionView> restrictions,
        @Nullable List<String> ownerSteps,
        @Nullable HoldView hold) {

    /**
     * The reason of a state, and the next action.
     *
     * @param step the step that failed
     * @param metaCode Meta's error code, where it was Meta's
     */
    record Why(
            @Nullable String step,
            @Nullable Integer metaCode,
            @Nullable String reason,
            @Nullable String initiatedBy,
            @Nullable String nextAction) {}

    /**
     * That Meta takes nothing of the number, in Meta's words.
     *
     * @param state HELD: nothing leaves; PROBING: a message was taken, and a few try the way
     * @param releasedBy what is expected to end it: TIME, LINK_TEST or NEW_TOKEN
     * @param waiting commands that waited when it last changed
     * @param nextAction the one thing that a person does
     */
    record HoldView(
            String state,
            String reason,
            Instant since,
            String releasedBy,
            int metaCode,
            @Nullable Integer metaSubcode,
            @Nullable String metaMessage,
            @Nullable String metaDetails,
            @Nullable Instant nextProbeAt,
            int probes,
            long waiting,
            @Nullable String nextAction) {}

    record StepView(String step, String status, int attempts, String evidence) {}

    record CheckView(String check, String status, String evidence, Instant at) {}

    /**
     * @param deadline after which nothing can be asked for in this onboarding
     */
    record SyncView(SyncPart contacts, SyncPart history, Instant deadline, long secondsLeft) {}

    record SyncPart(String status, String evidence, @Nullable Integer progress) {}

    /**
     * @param secondsSilent age of the newest evidence
     * @param deadline when the link is presumed inactive without new evidence
     * @param warnedDays the last threshold reported
     */
    record ActivityView(
            @Nullable Instant lastAt,
            @Nullable String lastKind,
            @Nullable String certainty,
            @Nullable Long secondsSilent,
            @Nullable Instant deadline,
            int warnedDays,
            boolean presumedInactive,
            List<EvidenceView> evidence) {}

    record EvidenceView(String kind, String certainty, Instant at, @Nullable String statedBy) {}

    record RestrictionView(String kind, @Nullable Instant until, Instant since) {}
}
