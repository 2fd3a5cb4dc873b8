package dev.coexistence.ingest.operate;

import static dev.coexistence.ingest.operate.FirstReading.Comparison.CHANGED;
import static dev.coexistence.ingest.operate.FirstReading.Comparison.NEW;
import static dev.coexistence.ingest.operate.FirstReading.Comparison.SAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.ingest.split.event.RawWebhook;
import dev.coexistence.ingest.split.event.SplitItem;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.ContactAction;
import dev.coexistence.schemas.events.ContactChange;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.RawPointer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FirstReadingTest {
    private final FirstReading reading = new FirstReading(2);

    @Test
    void tellsTheSameFromTheChangedAndTheNew() {
        reading.remember(Topics.CONTACTS, event(1, "Ana"));
        reading.remember(Topics.CONTACTS, event(1, "a replay that read better"));

        assertThat(reading.compare(item(event(1, "Ana")))).isEqualTo(SAME);
        assertThat(reading.compare(item(event(1, "Anna")))).isEqualTo(CHANGED);
        assertThat(reading.compare(item(event(2, "Ana")))).isEqualTo(NEW);
    }

    @Test
    void knowsWhichItemsWereEvents() {
        reading.remember(Topics.CONTACTS, event(1, "Ana"));

        assertThat(reading.hasEvent(raw(1), "/item")).isTrue();
        assertThat(reading.hasEvent(raw(1), "/other")).isFalse();
        assertThat(reading.hasEvent(raw(2), "/item")).isFalse();
    }

    @Test
    void refusesMoreThanItCanRemember() {
        reading.remember(Topics.CONTACTS, event(1, "a"));
        reading.remember(Topics.CONTACTS, event(2, "b"));

        assertThatThrownBy(() -> reading.remember(Topics.CONTACTS, event(3, "c")))
                .hasMessageContaining("replay it in parts");
    }

    @Test
    void indexesAsAMapDoes() {
        long seed = 20_261_122L;
        var random = new Random(seed);
        var index = new LongIndex();
        Map<Long, Long> map = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long key = random.nextInt(4) == 0 ? random.nextInt(50) + 2 : random.nextLong();
            long value = random.nextLong();
            index.putIfAbsent(key, value);
            map.putIfAbsent(key, value);
        }

        assertThat(index.size()).as("seed %d", seed).isEqualTo(map.size());
        assertThat(map.entrySet())
                .allMatch(entry -> index.holds(entry.getKey(), entry.getValue()))
                .allMatch(entry -> !index.holds(entry.getKey(), entry.getValue() + 1));
        assertThat(index.contains(1)).isFalse();
    }

    private static SplitItem.Event<ContactChange> item(ContactChange event) {
        return new SplitItem.Event<>("/item", Topics.CONTACTS, "9", event);
    }

    private static RawWebhook raw(long offset) {
        return new RawWebhook(0, offset, "9", Instant.EPOCH, new byte[0]);
    }

    private static ContactChange event(long offset, String name) {
        return ContactChange.newBuilder()
                .setEventId("e")
                .setPhoneNumberId("9")
                .setAction(ContactAction.ADD)
                .setContact(Identity.newBuilder().build())
                .setFullName(name)
                .setJson("{}")
                .setOccurredAt(Instant.EPOCH)
                .setReceivedAt(Instant.EPOCH)
                .setRaw(new RawPointer(0, offset, "/item"))
                .build();
    }
}
