package dev.coexistence.conversation.page;

import dev.coexistence.conversation.live.Change;
import dev.coexistence.conversation.live.Follower.Told;
import dev.coexistence.conversation.live.LiveEvent;
import dev.coexistence.conversation.live.Position;
import dev.coexistence.conversation.page.connections.Passing;
import dev.coexistence.conversation.page.inbox.Changes;
import dev.coexistence.conversation.page.inbox.Inbox;
import dev.coexistence.conversation.page.inbox.Writing;
import dev.coexistence.conversation.reading.ContactView;
import dev.coexistence.conversation.reading.ConversationQuery;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.GroupView;
import dev.coexistence.conversation.reading.HistoryView;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.conversation.reading.NumberView;
import dev.coexistence.conversation.reading.Page;
import dev.coexistence.conversation.reading.WindowView;
import dev.coexistence.conversation.sending.SendingOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** A read model in memory that tests can change under the page's eyes. */
final class FakeInbox implements Inbox, Writing, Changes, Passing {
    private static final Duration WINDOW = Duration.ofHours(24);

    private final InstantSource time;
    private final AtomicLong ids = new AtomicLong(1000);
    private final Map<String, NumberView> numbers = new LinkedHashMap<>();
    private final Map<Long, ContactView> contacts = new LinkedHashMap<>();
    private final Map<Long, String> numberOf = new LinkedHashMap<>();
    private final Map<Long, List<MessageView>> messages = new LinkedHashMap<>();
    private final Map<Long, String> jsons = new LinkedHashMap<>();
    private final Map<Long, Integer> unread = new LinkedHashMap<>();
    private final Set<Long> groups = new HashSet<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final AtomicInteger listeners = new AtomicInteger();
    private volatile boolean refused;
    private volatile Sinks.Many<Told> told = Sinks.many().multicast().directBestEffort();
    private volatile boolean dispatcherAway;
    private volatile boolean dumb;

    FakeInbox(InstantSource time) {
        this.time = time;
    }

    synchronized void forget() {
        numbers.clear();
        contacts.clear();
        numberOf.clear();
        messages.clear();
        jsons.clear();
        unread.clear();
        groups.clear();
        keys.clear();
        dispatcherAway = false;
        dumb = false;
    }

    Instant ago(Duration passed) {
        return time.instant().minus(passed);
    }

    /** Tells open pages that a number stands differently. */
    void connectionChanged(String id) {
        tell(new Change(Change.Kind.CONNECTION_CHANGED, id, 0, 0));
    }

    synchronized void number(String id, String name, String state, String mode) {
        numbers.put(
                id,
                new NumberView(
                        id,
                        "+1 555-010-0" + id.substring(id.length() - 3),
                        name,
                        "2000" + id,
                        "US",
                        state,
                        mode,
                        mode.equals("COEXISTENCE") ? 20 : 80,
                        null,
                        false,
                        List.of(),
                        time.instant(),
                        "ECHO",
                        0,
                        0,
                        new HistoryView("NONE", 0, 0, 0, null, null, null),
                        null));
    }

    synchronized long conversation(String number, @Nullable String name, @Nullable String phone) {
        long id = ids.incrementAndGet();
        contacts.put(id, new ContactView(Long.toString(id), name, phone, null, null, null));
        numberOf.put(id, number);
        messages.put(id, new ArrayList<>());
        return id;
    }

    synchronized long group(String number) {
        long id = conversation(number, null, null);
        groups.add(id);
        return id;
    }

    MessageBuilder from(long conversation, String sender) {
        return new MessageBuilder(
                Long.toString(ids.incrementAndGet()),
                conversation,
                numberOf.getOrDefault(conversation, ""),
                sender,
                time.instant());
    }

    /** Adds a message, or puts it in the place of the one with its id, and tells who follows. */
    void say(MessageBuilder builder) {
        MessageView message = builder.build();
        long conversation = Long.parseLong(message.conversationId());
        synchronized (this) {
            List<MessageView> thread = messages.getOrDefault(conversation, new ArrayList<>());
            thread.removeIf(m -> m.id().equals(message.id()));
            thread.add(message);
            thread.sort(
                    Comparator.comparing(MessageView::occurredAt)
                            .thenComparing(m -> Long.parseLong(m.id()))
                            .reversed());
            messages.put(conversation, thread);
            if (message.sender().equals("CUSTOMER")) {
                unread.merge(conversation, 1, Integer::sum);
            }
            if (builder.json() != null) {
                jsons.put(Long.parseLong(message.id()), builder.json());
            }
        }
        tell(
                new Change(
                        Change.Kind.MESSAGE_UPDATED,
                        message.phoneNumberId(),
                        conversation,
                        Long.parseLong(message.id())));
    }

    private void tell(Change change) {
        if (!dumb) {
            told.tryEmitNext(
                    new Told.Changed(
                            new LiveEvent(
                                    new Position(1, ids.incrementAndGet(), 0),
                                    change,
                                    time.instant())));
        }
    }

    void dispatcherAway(boolean away) {
        dispatcherAway = away;
    }

    /** Changes are made and nobody is told, as if they were made while a page was away. */
    void dumb(boolean silent) {
        dumb = silent;
    }

    /** Whether nobody may listen. */
    void refuse(boolean on) {
        refused = on;
    }

    /** How many listen now. */
    int listeners() {
        return listeners.get();
    }

    /** Ends every stream, as a server that goes away. */
    void cut() {
        Sinks.Many<Told> old = told;
        told = Sinks.many().multicast().directBestEffort();
        old.tryEmitComplete();
    }

    /** The idempotency keys that came, repeated ones too. */
    List<String> keys() {
        return keys;
    }

    @Override
    public synchronized List<NumberView> numbers() {
        return List.copyOf(numbers.values());
    }

    @Override
    public synchronized Page<ConversationView> conversations(ConversationQuery query) {
        int begin = query.cursor() == null ? 0 : Integer.parseInt(query.cursor());
        List<ConversationView> all =
                contacts.keySet().stream()
                        .map(this::view)
                        .filter(c -> matches(c, query))
                        .sorted(
                                Comparator.comparing((ConversationView c) ->
                                                c.lastAt() == null ? Instant.EPOCH : c.lastAt())
                                        .reversed())
                        .toList();
        int end = Math.min(all.size(), begin + query.limit());
        return new Page<>(
                all.subList(Math.min(begin, end), end),
                end < all.size() ? Integer.toString(end) : null);
    }

    private boolean matches(ConversationView c, ConversationQuery query) {
        String text = query.text();
        return (query.phoneNumberId() == null || query.phoneNumberId().equals(c.phoneNumberId()))
                && (query.unread() == null || query.unread() == c.unread() > 0)
                && (query.window() == null || query.window() == c.window().open())
                && (text == null
                        || (c.contact() != null
                                && c.contact()
                                        .label()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .contains(text))
                        || messages.getOrDefault(Long.parseLong(c.id()), List.of()).stream()
                                .anyMatch(m -> m.text() != null && m.text().contains(text)));
    }

    private ConversationView view(long id) {
        List<MessageView> thread = messages.getOrDefault(id, List.of());
        MessageView last = thread.isEmpty() ? null : thread.getFirst();
        MessageView opener =
                thread.stream().filter(m -> m.sender().equals("CUSTOMER")).findFirst().orElse(null);
        ContactView contact = contacts.get(id);
        if (contact == null) {
            throw new IllegalStateException("No contact " + id);
        }
        return new ConversationView(
                Long.toString(id),
                numberOf.getOrDefault(id, ""),
                groups.contains(id) ? ConversationView.GROUP : ConversationView.DIRECT,
                groups.contains(id) ? null : contact,
                groups.contains(id) ? new GroupView("Y2FwaV9ncm91cDo", writers(thread)) : null,
                last,
                last == null ? null : last.occurredAt(),
                unread.getOrDefault(id, 0),
                window(opener));
    }

    private static List<MessageView.Author> writers(List<MessageView> thread) {
        return thread.stream()
                .map(MessageView::author)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private WindowView window(@Nullable MessageView opener) {
        if (opener == null) {
            return new WindowView(false, null, null, null, "NEVER_OPENED");
        }
        Instant until = opener.occurredAt().plus(WINDOW);
        boolean open = time.instant().isBefore(until);
        return new WindowView(open, until, opener.id(), opener.wamid(), open ? "OPEN" : "EXPIRED");
    }

    @Override
    public synchronized Optional<ConversationView> conversation(long id) {
        return contacts.containsKey(id) ? Optional.of(view(id)) : Optional.empty();
    }

    @Override
    public synchronized Page<MessageView> messages(
            long conversation, @Nullable String cursor, int limit) {
        List<MessageView> thread = messages.getOrDefault(conversation, List.of());
        int begin = cursor == null ? 0 : Integer.parseInt(cursor);
        int end = Math.min(thread.size(), begin + limit);
        return new Page<>(
                List.copyOf(thread.subList(begin, end)),
                end < thread.size() ? Integer.toString(end) : null);
    }

    @Override
    public synchronized Optional<MessageView> message(String phoneNumberId, String wamid) {
        return messages.values().stream()
                .flatMap(List::stream)
                .filter(m -> wamid.equals(m.wamid()))
                .findFirst();
    }

    @Override
    public synchronized Optional<MessageView> message(long id) {
        return messages.values().stream()
                .flatMap(List::stream)
                .filter(m -> m.id().equals(Long.toString(id)))
                .findFirst();
    }

    @Override
    public synchronized Optional<String> json(long message) {
        return Optional.ofNullable(jsons.get(message));
    }

    @Override
    public SendingOutcome text(
            long conversation, String key, String body, @Nullable String repliesTo) {
        return send(conversation, key, b -> b.text(body).repliesTo(repliesTo));
    }

    @Override
    public SendingOutcome template(
            long conversation, String key, String name, String language, List<String> parameters) {
        String shown = parameters.isEmpty() ? name : name + ": " + String.join(" | ", parameters);
        return send(conversation, key, b -> b.type("template").text(shown));
    }

    private SendingOutcome send(
            long conversation,
            String key,
            java.util.function.UnaryOperator<MessageBuilder> content) {
        if (dispatcherAway) {
            return new SendingOutcome.DispatcherAway();
        }
        boolean again = keys.contains(key);
        keys.add(key);
        if (!again) {
            say(content.apply(from(conversation, "API")).command(key).status("sent"));
        }
        return new SendingOutcome.Queued(key);
    }

    @Override
    public void read(long conversation) {
        synchronized (this) {
            unread.remove(conversation);
        }
        tell(
                new Change(
                        Change.Kind.CONVERSATION_READ,
                        numberOf.getOrDefault(conversation, ""),
                        conversation,
                        0));
    }

    @Override
    public Flux<Told> fromNow() {
        return Flux.defer(() ->
                        refused
                                ? Flux.<Told>error(new IllegalStateException("refused by a test"))
                                : told.asFlux())
                .doOnSubscribe(_ -> listeners.incrementAndGet())
                .doFinally(_ -> listeners.decrementAndGet());
    }

    @Override
    public Count lastMinute(String phoneNumberId) {
        return new Count(312, 148);
    }
}
