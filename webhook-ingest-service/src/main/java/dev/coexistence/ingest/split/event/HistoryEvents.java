package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.content.ContentFields;
import dev.coexistence.ingest.split.content.ContentWriter;
import dev.coexistence.ingest.split.event.MessageFieldReader.MessageFields;
import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonFields;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.HistoryKind;
import dev.coexistence.schemas.events.HistoryMessage;
import dev.coexistence.schemas.events.HistoryProgress;
import dev.coexistence.schemas.events.MetaError;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events of the chats from before the onboarding. One field has three shapes: chunks of threads,
 * the late media of a placeholder, and the owner's refusal.
 */
final class HistoryEvents {
    private static final int DECLINED = 2_593_109;
    private static final ContentWriter CONTENT = new ContentWriter(HistoryMessage.getClassSchema());

    private final WebhookChange change;
    private final MessageFieldReader fields;
    private final SplitResult result;
    private final ContactMatcher contacts;

    HistoryEvents(WebhookChange change, SplitResult result) {
        this.change = change;
        this.fields = new MessageFieldReader(change);
        this.result = result;
        this.contacts = new ContactMatcher(change, media(), this::peerOfMedia);
    }

    void split() {
        var document = change.document();
        for (var item : change.items("history")) {
            if (item.json() instanceof Json.Obj chunk && chunk.has("threads")) {
                splitChunk(item, chunk);
            } else {
                result.add(document, item, this::emptyChunk);
            }
        }
        result.addEach(document, change.items("errors"), this::error);
        result.addEach(document, media(), this::media);
    }

    private void splitChunk(Json.Place item, Json.Obj chunk) {
        var document = change.document();
        int before = result.size();
        for (var place : chunk.items("threads", item.path())) {
            if (place.json() instanceof Json.Obj thread && thread.has("messages")) {
                result.addEach(
                        document,
                        thread.items("messages", place.path()),
                        message -> message(message, thread));
            } else {
                result.add(document, place, this::emptyThread);
            }
        }
        int messages = result.size() - before;
        if (chunk.has("errors")) {
            result.addEach(document, chunk.items("errors", item.path()), this::error);
        }
        if (chunk.has("metadata") || messages == 0) {
            result.add(document, item, it -> progress(it, chunk, messages));
        }
    }

    private SplitItem emptyThread(Json.Place item) throws MalformedItem {
        return progress(item, change.requireObject(item), 0);
    }

    private SplitItem emptyChunk(Json.Place item) throws MalformedItem {
        Json.Obj json = change.requireObject(item);
        MetaError error = ContentFields.firstError(json);
        if (error != null) {
            return refusal(item, error);
        }
        return progress(item, json, 0);
    }

    private SplitItem error(Json.Place item) throws MalformedItem {
        return refusal(item, ContentFields.error(change.requireObject(item)));
    }

    private SplitItem refusal(Json.Place item, MetaError error) throws MalformedItem {
        boolean declined = error.getCode() == DECLINED;
        String number = change.requireNumber();
        String verbatim = change.verbatim(item.json());
        var event =
                history(item, number)
                        .setEventId(EventIds.hash("history-error", number, verbatim))
                        .setKind(declined ? HistoryKind.DECLINED : HistoryKind.UNKNOWN)
                        .setMessage(null)
                        .setProgress(null)
                        .setDeclined(declined ? error : null)
                        .setJson(verbatim)
                        .build();
        return new SplitItem.Event<>(item.path(), Topics.HISTORY, number, event);
    }

    private SplitItem progress(Json.Place item, Json.Obj chunk, int messages) throws MalformedItem {
        Json.Obj metadata = chunk.object("metadata");
        boolean known = metadata.has("progress") || metadata.has("chunk_order");
        String number = change.requireNumber();
        String verbatim = change.verbatim(known ? metadata : item.json());
        var progress =
                HistoryProgress.newBuilder()
                        .setPhase(JsonFields.integer(metadata, "phase", -1))
                        .setChunkOrder(JsonFields.integer(metadata, "chunk_order", -1))
                        .setProgress(
                                Math.clamp(JsonFields.integer(metadata, "progress", 0), 0, 100))
                        .setMessages(messages)
                        .build();
        var event =
                history(item, number)
                        .setEventId(
                                EventIds.hash(
                                        "history-progress",
                                        number,
                                        EventIds.hash(change.document().verbatim(chunk))))
                        .setKind(known ? HistoryKind.PROGRESS : HistoryKind.UNKNOWN)
                        .setMessage(null)
                        .setProgress(known ? progress : null)
                        .setDeclined(null)
                        .setJson(verbatim)
                        .build();
        return new SplitItem.Event<>(item.path(), Topics.HISTORY, number, event);
    }

    private SplitItem message(Json.Place item, Json.Obj thread) throws MalformedItem {
        Json.Obj message = change.requireObject(item);
        boolean fromBusiness = isFromBusiness(message, thread);
        var peer =
                new UserAliases()
                        .anyAlias(JsonFields.id(thread, "id"))
                        .user(thread.object("context"))
                        .anyAlias(JsonFields.id(message, fromBusiness ? "to" : "from"))
                        .userId(
                                JsonFields.id(
                                        message, fromBusiness ? "to_user_id" : "from_user_id"))
                        .parentUserId(parentUserId(message, fromBusiness))
                        // Business-sent items were seen with the customer's id in from_user_id.
                        .userId(JsonFields.id(message, "from_user_id"))
                        .removePhone(change.ownPhone());
        return event(item, message, new Side(fromBusiness, peer, false));
    }

    private SplitItem media(Json.Place item) throws MalformedItem {
        Json.Obj message = change.requireObject(item);
        var peer = contacts.match(item);
        return event(item, message, new Side(isFromBusiness(item, message), peer, true));
    }

    /** Late media of what the customer sent and of what the business sent. */
    private List<Json.Place> media() {
        return Stream.of("messages", "message_echoes")
                .flatMap(key -> change.items(key).stream())
                .toList();
    }

    private UserAliases peerOfMedia(Json.Place item) {
        return item.json() instanceof Json.Obj message
                ? peerOfMedia(item, message)
                : new UserAliases();
    }

    private UserAliases peerOfMedia(Json.Place item, Json.Obj message) {
        return isFromBusiness(item, message)
                ? fields.readRecipient(message).userId(JsonFields.id(message, "from_user_id"))
                : MessageFieldReader.readSender(message).removePhone(change.ownPhone());
    }

    /** By the array's name, unless what stands among the customer's names the business itself. */
    private boolean isFromBusiness(Json.Place item, Json.Obj message) {
        return item.path().startsWith(change.path() + "/message_echoes")
                || isFromBusiness(message, Json.Obj.EMPTY);
    }

    private static @Nullable String parentUserId(Json.Obj message, boolean fromBusiness) {
        return JsonFields.id(message, fromBusiness ? "to_parent_user_id" : "from_parent_user_id");
    }

    private record Side(boolean fromBusiness, UserAliases peer, boolean mediaDetail) {}

    private SplitItem event(Json.Place item, Json.Obj message, Side side) throws MalformedItem {
        MessageFields read = fields.read(message);
        String status = JsonFields.shortText(message.object("history_context"), "status");
        String weight = side.mediaDetail() ? "media" : read.weight();
        var imported =
                HistoryMessage.newBuilder()
                        .setType(read.content().type())
                        .setWamid(read.wamid())
                        .setFromBusiness(side.fromBusiness())
                        .setPeer(side.peer().toIdentity())
                        .setHistoryStatus(status)
                        .setMediaDetail(side.mediaDetail())
                        .setJson(read.json())
                        .setOccurredAt(read.occurredAt())
                        .build();
        var event =
                history(item, read.number())
                        .setEventId(
                                EventIds.hash(
                                        "history",
                                        read.number(),
                                        read.wamid(),
                                        read.content().type(),
                                        weight,
                                        status))
                        .setKind(HistoryKind.MESSAGE)
                        .setMessage(CONTENT.write(read.content(), imported))
                        .setProgress(null)
                        .setDeclined(null)
                        .setJson(null)
                        .build();
        return new SplitItem.Event<>(item.path(), Topics.HISTORY, read.number(), event);
    }

    private HistoryEvent.Builder history(Json.Place item, String number) {
        return HistoryEvent.newBuilder()
                .setPhoneNumberId(number)
                .setWabaId(change.entry().id())
                .setReceivedAt(change.raw().receivedAt())
                .setRaw(change.pointer(item));
    }

    /**
     * True where the business sent it, by the business's own number where it is known. The thread's
     * id is the customer; the recipient is documented for what the business sent, yet missing in
     * samples.
     */
    private boolean isFromBusiness(Json.Obj message, Json.Obj thread) {
        String own = change.ownPhone();
        String from = JsonFields.digits(JsonFields.id(message, "from"));
        String to = JsonFields.digits(JsonFields.id(message, "to"));
        if (own != null && own.equals(from)) {
            return true;
        }
        if (own != null && own.equals(to)) {
            return false;
        }
        if (message.has("to") || message.has("to_user_id")) {
            return true;
        }
        String customer = customer(thread);
        return own == null && from != null && customer != null && !from.equals(customer);
    }

    private static @Nullable String customer(Json.Obj thread) {
        return JsonFields.digits(
                JsonFields.firstId(
                        JsonFields.id(thread.object("context"), "wa_id"),
                        JsonFields.id(thread, "id")));
    }
}
