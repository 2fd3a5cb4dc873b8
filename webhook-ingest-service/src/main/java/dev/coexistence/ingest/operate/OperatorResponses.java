package dev.coexistence.ingest.operate;

import dev.coexistence.ingest.split.json.BodyRedaction;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.RawWebhookHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Responses of the operators' API, as JSON. */
final class OperatorResponses {
    private OperatorResponses() {}

    /**
     * A raw body.
     *
     * @param body as it was received, where it was asked for; else its shape without its values
     */
    record Webhook(
            int partition,
            long offset,
            @Nullable String key,
            @Nullable Instant receivedAt,
            @Nullable String signingKeyId,
            @Nullable String sha256,
            int bytes,
            boolean redacted,
            String body) {

        static Webhook from(ConsumerRecord<String, byte[]> record, boolean withBody) {
            byte[] value = record.value() == null ? new byte[0] : record.value();
            String receivedAt = header(record, RawWebhookHeaders.RECEIVED_AT);
            return new Webhook(
                    record.partition(),
                    record.offset(),
                    record.key(),
                    receivedAt == null ? null : Instant.ofEpochMilli(Long.parseLong(receivedAt)),
                    header(record, RawWebhookHeaders.SIGNING_KEY_ID),
                    header(record, RawWebhookHeaders.SHA256),
                    value.length,
                    !withBody,
                    withBody
                            ? new String(value, StandardCharsets.UTF_8)
                            : BodyRedaction.redact(value));
        }

        private static @Nullable String header(ConsumerRecord<String, byte[]> record, String name) {
            var header = record.headers().lastHeader(name);
            return header == null || header.value() == null
                    ? null
                    : new String(header.value(), StandardCharsets.UTF_8);
        }
    }

    /**
     * A dead letter.
     *
     * @param body its bytes, for a single one only; redacted unless asked for
     */
    record Letter(
            int partition,
            long offset,
            String service,
            String reason,
            String detail,
            Origin origin,
            @Nullable String key,
            Instant at,
            boolean redriven,
            @Nullable String body) {

        static Letter list(DeadLetterReader.ParkedLetter parked) {
            return from(parked, null);
        }

        static Letter show(DeadLetterReader.ParkedLetter parked, boolean withBody) {
            byte @Nullable [] value = parked.letter().value();
            if (value == null || value.length == 0) {
                return from(parked, null);
            }
            return from(
                    parked,
                    withBody
                            ? new String(value, StandardCharsets.UTF_8)
                            : BodyRedaction.redact(value));
        }

        private static Letter from(DeadLetterReader.ParkedLetter parked, @Nullable String body) {
            DeadLetter letter = parked.letter();
            return new Letter(
                    parked.partition(),
                    parked.offset(),
                    letter.service(),
                    letter.reason(),
                    letter.detail(),
                    new Origin(
                            letter.topic(), letter.partition(), letter.offset(), letter.pointer()),
                    letter.key(),
                    letter.at(),
                    parked.redriven(),
                    body);
        }
    }

    /** Place at which the bytes stood. */
    record Origin(String topic, int partition, long offset, @Nullable String pointer) {}

    record Letters(List<Letter> items, Map<String, Integer> waiting) {}

    /**
     * Outcome of re-driving one letter.
     *
     * @param outcome SPLIT_AGAIN, PUBLISHED_AGAIN, REPEATED, IMPOSSIBLE or NOT_THERE
     */
    record Redriven(
            int partition,
            long offset,
            String outcome,
            @Nullable Integer events,
            @Nullable Integer deadLetters,
            @Nullable String detail) {

        static Redriven from(int partition, long offset, RedriveOutcome outcome) {
            return switch (outcome) {
                case RedriveOutcome.SplitAgain(int events, int deadLetters) ->
                        new Redriven(partition, offset, "SPLIT_AGAIN", events, deadLetters, null);
                case RedriveOutcome.PublishedAgain(String topic) ->
                        new Redriven(partition, offset, "PUBLISHED_AGAIN", null, null, topic);
                case RedriveOutcome.Repeated _ ->
                        new Redriven(partition, offset, "REPEATED", null, null, null);
                case RedriveOutcome.Impossible(String why) ->
                        new Redriven(partition, offset, "IMPOSSIBLE", null, null, why);
                case RedriveOutcome.NotThere _ ->
                        new Redriven(partition, offset, "NOT_THERE", null, null, null);
            };
        }
    }

    /**
     * A replay.
     *
     * @param different events that differ from the first reading: changed, added or lost
     */
    record ReplayState(
            String replayId,
            String state,
            Instant beganAt,
            boolean dryRun,
            long different,
            ReplayReport.Counts counts,
            @Nullable String failure) {

        static ReplayState from(ReplayRuns.Run run) {
            var counts = run.report().counts();
            return new ReplayState(
                    run.id(),
                    run.state().name(),
                    run.beganAt(),
                    run.order().dryRun(),
                    counts.different(),
                    counts,
                    run.failure());
        }
    }
}
