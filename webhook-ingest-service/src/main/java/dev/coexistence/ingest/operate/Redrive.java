package dev.coexistence.ingest.operate;

import dev.coexistence.ingest.split.ItemPublisherFactory;
import dev.coexistence.ingest.split.Splitter;
import dev.coexistence.ingest.split.event.RawWebhook;
import dev.coexistence.ingest.split.event.SplitItem;
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
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Re-driving of dead letters. An item of a raw webhook is split again from the webhook; any other
 * record is published to its topic again under its key. Consumers are idempotent, so doing it twice
 * does no harm.
 */
final class Redrive {
    private static final String SERVICE = "webhook-ingest-service";

    private final DeadLetterReader letters;
    private final TopicScanner scanner;
    private final Splitter splitter;
    private final ItemPublisherFactory itemPublishers;
    private final EventPublisher publisher;
    private final InstantSource time;

    /** One letter with its outcome. */
    record Redriven(int partition, long offset, RedriveOutcome outcome) {}

    private record Content(
            String topic, @Nullable String key, @Nullable String pointer, int bytes) {}

    Redrive(
            DeadLetterReader letters,
            TopicScanner scanner,
            Splitter splitter,
            ItemPublisherFactory itemPublishers,
            EventPublisher publisher,
            InstantSource time) {
        this.letters = letters;
        this.scanner = scanner;
        this.splitter = splitter;
        this.itemPublishers = itemPublishers;
        this.publisher = publisher;
        this.time = time;
    }

    RedriveOutcome redrive(int partition, long offset) {
        return letters.find(partition, offset)
                .map(this::sendLetter)
                .orElseGet(RedriveOutcome.NotThere::new);
    }

    /** Re-drives all that wait for this reason; of two with the same bytes, one. */
    List<Redriven> redriveAll(String reason, int limit) {
        var filter = new DeadLetterReader.Filter(reason, null, false, limit);
        var seen = new HashSet<Content>();
        var redriven = new ArrayList<Redriven>();
        for (var listed : letters.list(filter).letters()) {
            RedriveOutcome outcome =
                    letters.loadBytes(listed)
                            .map(parked -> sendOnce(parked, seen))
                            .orElseGet(RedriveOutcome.NotThere::new);
            redriven.add(new Redriven(listed.partition(), listed.offset(), outcome));
        }
        return redriven;
    }

    private RedriveOutcome sendOnce(DeadLetterReader.ParkedLetter parked, Set<Content> seen) {
        if (seen.add(content(parked.letter()))) {
            return sendLetter(parked);
        }
        mark(parked);
        return new RedriveOutcome.Repeated();
    }

    private RedriveOutcome sendLetter(DeadLetterReader.ParkedLetter parked) {
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
        var record = scanner.find(Topics.WEBHOOKS, letter.partition(), letter.offset());
        if (record.isEmpty()) {
            return new RedriveOutcome.Impossible(
                    "Its raw record is not kept any more: "
                            + letter.partition()
                            + "@"
                            + letter.offset());
        }
        var raw = RawWebhook.from(record.get());
        String pointer = Objects.requireNonNullElse(letter.pointer(), "");
        var items =
                splitter.split(raw).stream()
                        .filter(item -> isWithin(item.path(), pointer))
                        .toList();
        var itemPublisher = itemPublishers.create();
        itemPublisher.publish(raw, items);
        itemPublisher.settle();
        int events = (int) items.stream().filter(SplitItem.Event.class::isInstance).count();
        return new RedriveOutcome.SplitAgain(events, items.size() - events);
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
        try {
            send(new ProducerRecord<>(letter.topic(), partition, letter.key(), value));
        } catch (AuthorizationException e) {
            return new RedriveOutcome.Impossible(
                    "The broker lets this service not write to "
                            + letter.topic()
                            + ": the command, as an operator, may");
        }
        return new RedriveOutcome.PublishedAgain(letter.topic());
    }

    private void mark(DeadLetterReader.ParkedLetter parked) {
        send(DeadLetterReader.marker(parked, SERVICE, time.instant()).toRecord());
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            publisher.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException refused) {
                throw refused;
            }
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
