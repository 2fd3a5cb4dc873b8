package dev.coexistence.ingest.operate;

import dev.coexistence.ingest.split.Piece;
import dev.coexistence.ingest.split.Publication;
import dev.coexistence.ingest.split.RawWebhook;
import dev.coexistence.ingest.split.Splitter;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters on their way again. What came from a raw body is split again from it; any
 * other record is published to its topic again under its key. Consumers are idempotent, so doing it
 * twice does no harm.
 */
final class Redrive {
    private static final String SERVICE = "webhook-ingest-service";

    private final DeadLetterShelf shelf;
    private final Records records;
    private final Splitter splitter;
    private final Outlet outlet;

    /** Where what is sent again goes. */
    record Outlet(
            Supplier<Publication> publications, EventPublisher publisher, InstantSource time) {}

    /** One letter and what became of it. */
    record Redriven(int partition, long offset, RedriveOutcome outcome) {}

    private record Content(
            String topic, @Nullable String key, @Nullable String pointer, int bytes) {}

    Redrive(DeadLetterShelf shelf, Records records, Splitter splitter, Outlet outlet) {
        this.shelf = shelf;
        this.records = records;
        this.splitter = splitter;
        this.outlet = outlet;
    }

    RedriveOutcome one(int partition, long offset) {
        return shelf.at(partition, offset).map(this::again).orElseGet(RedriveOutcome.NotThere::new);
    }

    /** All that wait for this reason; one that failed twice for the same bytes goes once. */
    List<Redriven> allOf(String reason, int limit) {
        var filter = new DeadLetterShelf.Filter(reason, null, false, limit);
        var seen = new HashSet<Content>();
        var redriven = new ArrayList<Redriven>();
        for (var listed : shelf.list(filter).letters()) {
            RedriveOutcome outcome =
                    shelf.withBytes(listed)
                            .map(parked -> againUnlessRepeated(parked, seen))
                            .orElseGet(RedriveOutcome.NotThere::new);
            redriven.add(new Redriven(listed.partition(), listed.offset(), outcome));
        }
        return redriven;
    }

    private RedriveOutcome againUnlessRepeated(ParkedLetter parked, Set<Content> seen) {
        if (seen.add(content(parked.letter()))) {
            return again(parked);
        }
        mark(parked);
        return new RedriveOutcome.Repeated();
    }

    private RedriveOutcome again(ParkedLetter parked) {
        DeadLetter letter = parked.letter();
        RedriveOutcome outcome =
                letter.topic().equals(Topics.WEBHOOKS.name())
                        ? splitAgain(letter)
                        : publishAgain(letter);
        switch (outcome) {
            case RedriveOutcome.SplitAgain _, RedriveOutcome.PublishedAgain _ -> mark(parked);
            case RedriveOutcome.Repeated _,
                    RedriveOutcome.Impossible _,
                    RedriveOutcome.NotThere _ -> {}
        }
        return outcome;
    }

    private RedriveOutcome splitAgain(DeadLetter letter) {
        var record = records.at(Topics.WEBHOOKS, letter.partition(), letter.offset());
        if (record.isEmpty()) {
            return new RedriveOutcome.Impossible(
                    "Its raw record is not kept any more: "
                            + letter.partition()
                            + "@"
                            + letter.offset());
        }
        var raw = RawWebhook.of(record.get());
        String pointer = Objects.requireNonNullElse(letter.pointer(), "");
        var pieces =
                splitter.split(raw).stream()
                        .filter(piece -> isWithin(piece.path(), pointer))
                        .toList();
        var publication = outlet.publications().get();
        publication.add(raw, pieces);
        publication.settle();
        int events = (int) pieces.stream().filter(Piece.Event.class::isInstance).count();
        return new RedriveOutcome.SplitAgain(events, pieces.size() - events);
    }

    private RedriveOutcome publishAgain(DeadLetter letter) {
        boolean known = Topics.ALL.stream().anyMatch(topic -> topic.name().equals(letter.topic()));
        if (!known || letter.topic().equals(Topics.DEAD_LETTERS.name())) {
            return new RedriveOutcome.Impossible("It names no topic to publish it to");
        }
        byte @Nullable [] value = letter.value();
        if (letter.cutFrom() != null) {
            return new RedriveOutcome.Impossible(
                    "Only the beginning of its " + letter.cutFrom() + " bytes was kept");
        }
        if (value == null) {
            return new RedriveOutcome.Impossible("Its bytes were not kept");
        }
        Integer partition = letter.key() == null ? letter.partition() : null;
        send(new ProducerRecord<>(letter.topic(), partition, letter.key(), value));
        return new RedriveOutcome.PublishedAgain(letter.topic());
    }

    private void mark(ParkedLetter parked) {
        send(DeadLetterShelf.marker(parked, SERVICE, outlet.time().instant()).toRecord());
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            outlet.publisher().send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new TimeoutException("The broker did not acknowledge", e.getCause());
        }
    }

    private static boolean isWithin(String path, String pointer) {
        return pointer.isEmpty() || path.equals(pointer) || path.startsWith(pointer + "/");
    }

    /** Letters from raw bodies are the same by where the item stands, others by their bytes. */
    private static Content content(DeadLetter letter) {
        if (letter.topic().equals(Topics.WEBHOOKS.name())) {
            return new Content(
                    letter.topic() + letter.partition() + "@" + letter.offset(),
                    letter.key(),
                    letter.pointer(),
                    0);
        }
        return new Content(letter.topic(), letter.key(), null, Arrays.hashCode(letter.value()));
    }
}
