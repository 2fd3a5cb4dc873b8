package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.contact.ContactTable.NewAlias;
import dev.coexistence.conversation.contact.ContactTable.StoredAlias;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Owners of each alias over time. Time is cut into spans, and an alias has one owner in each; a
 * span reaches from its time, exclusively, to the beginning of the next.
 */
final class AliasOwnership {
    private final Map<AliasKey, NavigableMap<Instant, Span>> spans = new HashMap<>();
    private final List<NewAlias> changed = new ArrayList<>();

    /**
     * Owner of an alias for one span of time.
     *
     * @param firstAt when somebody was first seen with it in this while; null for not yet
     */
    record Span(long contact, @Nullable Instant firstAt) {
        boolean isUnowned() {
            return contact == ContactBook.NOBODY;
        }
    }

    void addStored(StoredAlias alias) {
        spans(alias.key()).put(alias.since(), new Span(alias.contact(), alias.firstAt()));
    }

    /** The span that an event of that time falls in. */
    Map.@Nullable Entry<Instant, Span> find(AliasKey key, Instant time) {
        NavigableMap<Instant, Span> found = spans.get(key);
        return found == null ? null : found.lowerEntry(time);
    }

    /** The span that begins at that very time. */
    @Nullable Span beginning(AliasKey key, Instant since) {
        NavigableMap<Instant, Span> found = spans.get(key);
        return found == null ? null : found.get(since);
    }

    /** A new span begins at that time, nobody's yet. */
    void cut(AliasKey key, Instant at) {
        NavigableMap<Instant, Span> found = spans(key);
        var unowned = new Span(ContactBook.NOBODY, null);
        if (found.isEmpty()) {
            put(key, Instant.EPOCH, unowned);
        }
        if (!found.containsKey(at)) {
            put(key, at, unowned);
        }
    }

    void put(AliasKey key, Instant since, Span span) {
        spans(key).put(since, span);
        changed.add(new NewAlias(key, since, span.contact(), span.firstAt()));
    }

    /** A contact was seen with an alias; a span without owner becomes its own. */
    void addSighting(AliasKey key, long contact, Instant time) {
        var entry = find(key, time);
        Span span = entry == null ? null : entry.getValue();
        Instant since = entry == null ? Instant.EPOCH : entry.getKey();
        if (span == null || span.isUnowned()) {
            put(key, since, new Span(contact, time));
        } else if (span.firstAt() == null || time.isBefore(span.firstAt())) {
            put(key, since, new Span(span.contact(), time));
        }
    }

    /** True where one of these contacts got an alias of that kind since this was read. */
    boolean hasNew(Alias.Kind kind, LongPredicate contacts) {
        return changed.stream()
                .anyMatch(alias ->
                        alias.key().alias().kind() == kind && contacts.test(alias.contact()));
    }

    /**
     * The aliases that changed since this was read, in order.
     *
     * @param current which contact each has become
     */
    List<NewAlias> listChanges(LongUnaryOperator current) {
        return changed.stream()
                .map(alias ->
                        new NewAlias(
                                alias.key(),
                                alias.since(),
                                current.applyAsLong(alias.contact()),
                                alias.firstAt()))
                .toList();
    }

    private NavigableMap<Instant, Span> spans(AliasKey key) {
        return spans.computeIfAbsent(key, _ -> new TreeMap<>());
    }
}
