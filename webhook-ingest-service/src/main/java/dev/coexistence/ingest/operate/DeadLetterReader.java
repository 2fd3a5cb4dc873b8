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
 * Reader of the dead letters of all services. A letter that was re-driven has a marker, itself a
 * record of the topic, so every instance knows it and it lasts as long as the letter.
 */
final class DeadLetterReader {
    /** Reason of a marker. */
    static final String REDRIVEN = "REDRIVEN";

    private final TopicScanner scanner;

    /**
     * Filter of a listing.
     *
     * @param reason null for all
     * @param topic topic on which the bytes stood; null for all
     * @param redriven whether those that were re-driven are wanted too
     * @param limit how many at most, the newest first
     */
    record Filter(@Nullable String reason, @Nullable String topic, boolean redriven, int limit) {
        boolean matches(DeadLetter letter) {
            return (reason == null || reason.equals(letter.reason()))
                    && (topic == null || topic.equals(letter.topic()));
        }
    }

    /**
     * Letters that match a filter.
     *
     * @param waiting how many have not been re-driven, by reason
     */
    record Listing(List<ParkedLetter> letters, Map<String, Integer> waiting) {}

    /**
     * Dead letter with its place on the topic.
     *
     * @param redriven true where it was sent on its way again
     */
    record ParkedLetter(int partition, long offset, DeadLetter letter, boolean redriven) {}

    private record Place(int partition, long offset) {}

    DeadLetterReader(TopicScanner scanner) {
        this.scanner = scanner;
    }

    Listing list(Filter filter) {
        Set<Place> redriven = findRedriven();
        Deque<ParkedLetter> newest = new ArrayDeque<>();
        var waiting = new TreeMap<String, Integer>();
        scanner.scanAll(
                Topics.DEAD_LETTERS,
                record -> {
                    DeadLetter letter = letter(record);
                    if (isMarker(letter) || !filter.matches(letter)) {
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
                                        dropBytes(letter),
                                        done));
                        if (newest.size() > 2 * filter.limit() + 1_000) {
                            shorten(newest, filter.limit());
                        }
                    }
                });
        shorten(newest, filter.limit());
        return new Listing(List.copyOf(newest), waiting);
    }

    Optional<ParkedLetter> find(int partition, long offset) {
        return scanner.find(Topics.DEAD_LETTERS, partition, offset)
                .map(record ->
                        new ParkedLetter(
                                partition,
                                offset,
                                letter(record),
                                findRedriven().contains(new Place(partition, offset))))
                .filter(parked -> !isMarker(parked.letter()));
    }

    /** A letter of a listing together with its bytes. */
    Optional<ParkedLetter> loadBytes(ParkedLetter listed) {
        return scanner.find(Topics.DEAD_LETTERS, listed.partition(), listed.offset())
                .map(record ->
                        new ParkedLetter(
                                listed.partition(),
                                listed.offset(),
                                letter(record),
                                listed.redriven()));
    }

    /** The marker of a letter that was re-driven. */
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

    private Set<Place> findRedriven() {
        var places = new HashSet<Place>();
        scanner.scanAll(
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

    /** Bytes that no service of this system parked are shown too, as what they are. */
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

    private static DeadLetter dropBytes(DeadLetter letter) {
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
