package dev.coexistence.ingest.operate;

import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topics;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of all services. That one was sent on its way again is itself a record of the
 * topic, so every instance knows it and it lasts as long as the letter.
 */
final class DeadLetterShelf {
    /** Reason of a record that says another one was re-driven. */
    static final String REDRIVEN = "REDRIVEN";

    private final Records records;

    /**
     * Which letters are wanted.
     *
     * @param reason null for all
     * @param topic topic on which the bytes stood; null for all
     * @param redriven whether those that were re-driven are wanted too
     * @param limit how many at most, the newest first
     */
    record Filter(@Nullable String reason, @Nullable String topic, boolean redriven, int limit) {
        boolean takes(DeadLetter letter) {
            return (reason == null || reason.equals(letter.reason()))
                    && (topic == null || topic.equals(letter.topic()));
        }
    }

    /**
     * What is on the shelf.
     *
     * @param waiting how many have not been re-driven, by reason
     */
    record Listing(List<ParkedLetter> letters, Map<String, Integer> waiting) {}

    private record Place(int partition, long offset) {}

    DeadLetterShelf(Records records) {
        this.records = records;
    }

    Listing list(Filter filter) {
        Set<Place> redriven = redriven();
        Deque<ParkedLetter> newest = new ArrayDeque<>();
        var waiting = new TreeMap<String, Integer>();
        records.all(
                Topics.DEAD_LETTERS,
                record -> {
                    DeadLetter letter = letter(record);
                    if (isMarker(letter) || !filter.takes(letter)) {
                        return;
                    }
                    boolean done =
                            redriven.contains(new Place(record.partition(), record.offset()));
                    if (!done) {
                        waiting.merge(letter.reason(), 1, Integer::sum);
                    }
                    if (!done || filter.redriven()) {
                        newest.addLast(
                                new ParkedLetter(
                                        record.partition(),
                                        record.offset(),
                                        withoutBytes(letter),
                                        done));
                        if (newest.size() > 2 * filter.limit() + 1_000) {
                            shorten(newest, filter.limit());
                        }
                    }
                });
        shorten(newest, filter.limit());
        return new Listing(List.copyOf(newest), waiting);
    }

    Optional<ParkedLetter> at(int partition, long offset) {
        return records.at(Topics.DEAD_LETTERS, partition, offset)
                .map(record ->
                        new ParkedLetter(
                                partition,
                                offset,
                                letter(record),
                                redriven().contains(new Place(partition, offset))))
                .filter(parked -> !isMarker(parked.letter()));
    }

    /** A letter of a listing together with its bytes. */
    Optional<ParkedLetter> withBytes(ParkedLetter listed) {
        return records.at(Topics.DEAD_LETTERS, listed.partition(), listed.offset())
                .map(record ->
                        new ParkedLetter(
                                listed.partition(),
                                listed.offset(),
                                letter(record),
                                listed.redriven()));
    }

    /** The record that says that this letter was re-driven. */
    static DeadLetter marker(ParkedLetter parked, String service, Instant at) {
        return new DeadLetter(
                service,
                Topics.DEAD_LETTERS.name(),
                parked.partition(),
                parked.offset(),
                REDRIVEN,
                "The dead letter there was sent on its way again",
                null,
                at,
                parked.letter().key(),
                null);
    }

    private Set<Place> redriven() {
        var places = new HashSet<Place>();
        records.all(
                Topics.DEAD_LETTERS,
                record -> {
                    DeadLetter letter = letter(record);
                    if (isMarker(letter)) {
                        places.add(new Place(letter.partition(), letter.offset()));
                    }
                });
        return places;
    }

    private static void shorten(Deque<ParkedLetter> letters, int limit) {
        var newest =
                letters.stream()
                        .sorted(
                                Comparator.comparing((ParkedLetter parked) -> parked.letter().at())
                                        .reversed())
                        .limit(limit)
                        .toList();
        letters.clear();
        letters.addAll(newest);
    }

    private static boolean isMarker(DeadLetter letter) {
        return letter.reason().equals(REDRIVEN)
                && letter.topic().equals(Topics.DEAD_LETTERS.name());
    }

    /** Someone else's bytes on this topic are shown too, as what they are. */
    private static DeadLetter letter(ConsumerRecord<String, byte[]> record) {
        try {
            return DeadLetter.from(record);
        } catch (IllegalArgumentException e) {
            return new DeadLetter(
                    "unknown",
                    "unknown",
                    record.partition(),
                    record.offset(),
                    "NO_HEADERS",
                    "The record lacks the headers of a dead letter",
                    null,
                    Instant.ofEpochMilli(record.timestamp()),
                    record.key(),
                    record.value());
        }
    }

    private static DeadLetter withoutBytes(DeadLetter letter) {
        return new DeadLetter(
                letter.service(),
                letter.topic(),
                letter.partition(),
                letter.offset(),
                letter.reason(),
                letter.detail(),
                letter.pointer(),
                letter.at(),
                letter.key(),
                null,
                letter.cutFrom());
    }
}
