package dev.coexistence.ingest.split;

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
 * The chats from before the onboarding, in three shapes under one field: chunks of threads, the
 * late media of a placeholder, and the owner's refusal.
 */
final class Histories {
    private static final int DECLINED = 2_593_109;

    private final Change change;
    private final Pieces pieces;
    private final Contacts contacts;

    Histories(Change change, Pieces pieces) {
        this.change = change;
        this.pieces = pieces;
        this.contacts = new Contacts(change, media(), this::peerOfMedia);
    }

    void split() {
        var document = change.document();
        for (var item : change.items("history")) {
            if (item.json() instanceof Json.Obj chunk && chunk.has("threads")) {
                chunk(item, chunk);
            } else {
                pieces.one(document, item, this::withoutThreads);
            }
        }
        pieces.each(document, change.items("errors"), this::error);
        pieces.each(document, media(), this::media);
    }

    private void chunk(Json.Place item, Json.Obj chunk) {
        var document = change.document();
        int before = pieces.size();
        for (var place : chunk.items("threads", item.path())) {
            if (place.json() instanceof Json.Obj thread && thread.has("messages")) {
                pieces.each(
                        document,
                        thread.items("messages", place.path()),
                        message -> message(message, thread));
            } else {
                pieces.one(document, place, this::withoutMessages);
            }
        }
        int messages = pieces.size() - before;
        if (chunk.has("errors")) {
            pieces.each(document, chunk.items("errors", item.path()), this::error);
        }
        if (chunk.has("metadata") || messages == 0) {
            pieces.one(document, item, it -> progress(it, chunk, messages));
        }
    }

    private Piece withoutMessages(Json.Place item) throws Unusable {
        return progress(item, change.object(item), 0);
    }

    private Piece withoutThreads(Json.Place item) throws Unusable {
        Json.Obj json = change.object(item);
        MetaError error = MessageContent.firstError(json);
        if (error != null) {
            return refusal(item, error);
        }
        return progress(item, json, 0);
    }

    private Piece error(Json.Place item) throws Unusable {
        return refusal(item, MessageContent.error(change.object(item)));
    }

    private Piece refusal(Json.Place item, MetaError error) throws Unusable {
        boolean declined = error.getCode() == DECLINED;
        String number = change.needNumber();
        String verbatim = change.verbatim(item.json());
        var event =
                history(item, number)
                        .setEventId(EventIds.of("history-error", number, verbatim))
                        .setKind(declined ? HistoryKind.DECLINED : HistoryKind.UNKNOWN)
                        .setMessage(null)
                        .setProgress(null)
                        .setDeclined(declined ? error : null)
                        .setJson(verbatim)
                        .build();
        return new Piece.Event<>(item.path(), Topics.HISTORY, number, event);
    }

    private Piece progress(Json.Place item, Json.Obj chunk, int messages) throws Unusable {
        Json.Obj metadata = chunk.object("metadata");
        boolean known = metadata.has("progress") || metadata.has("chunk_order");
        String number = change.needNumber();
        String verbatim = change.verbatim(known ? metadata : item.json());
        var progress =
                HistoryProgress.newBuilder()
                        .setPhase(Values.whole(metadata, "phase", -1))
                        .setChunkOrder(Values.whole(metadata, "chunk_order", -1))
                        .setProgress(Math.clamp(Values.whole(metadata, "progress", 0), 0, 100))
                        .setMessages(messages)
                        .build();
        var event =
                history(item, number)
                        .setEventId(
                                EventIds.of(
                                        "history-progress",
                                        number,
                                        change.document().digest(chunk)))
                        .setKind(known ? HistoryKind.PROGRESS : HistoryKind.UNKNOWN)
                        .setMessage(null)
                        .setProgress(known ? progress : null)
                        .setDeclined(null)
                        .setJson(verbatim)
                        .build();
        return new Piece.Event<>(item.path(), Topics.HISTORY, number, event);
    }

    private Piece message(Json.Place item, Json.Obj thread) throws Unusable {
        Json.Obj message = change.object(item);
        boolean fromBusiness = isFromBusiness(message, thread);
        var peer =
                new Aliases()
                        .named(Values.id(thread, "id"))
                        .user(thread.object("context"))
                        .named(Values.id(message, fromBusiness ? "to" : "from"))
                        .userId(Values.id(message, fromBusiness ? "to_user_id" : "from_user_id"))
                        .parentUserId(parentUserId(message, fromBusiness))
                        // Business-sent items were seen with the customer's id in from_user_id.
                        .userId(Values.id(message, "from_user_id"))
                        .unlessPhone(change.ownPhone());
        return event(item, message, new Side(fromBusiness, peer, false));
    }

    private Piece media(Json.Place item) throws Unusable {
        Json.Obj message = change.object(item);
        var peer = contacts.complete(item);
        return event(item, message, new Side(isFromBusiness(item, message), peer, true));
    }

    /** Late media of what the customer sent and of what the business sent. */
    private List<Json.Place> media() {
        return Stream.of("messages", "message_echoes")
                .flatMap(key -> change.items(key).stream())
                .toList();
    }

    private Aliases peerOfMedia(Json.Place item) {
        return item.json() instanceof Json.Obj message ? peerOfMedia(item, message) : new Aliases();
    }

    private Aliases peerOfMedia(Json.Place item, Json.Obj message) {
        boolean fromBusiness = isFromBusiness(item, message);
        var to = new Aliases().named(Values.id(message, "to"));
        var from = new Aliases().named(Values.id(message, "from"));
        String own = change.ownPhone();
        boolean swapped = own != null && to.isPhone(own) && !from.isPhone(own);
        return (fromBusiness && !swapped ? to : from)
                .userId(Values.id(message, fromBusiness ? "to_user_id" : "from_user_id"))
                .parentUserId(parentUserId(message, fromBusiness))
                .userId(Values.id(message, "from_user_id"))
                .unlessPhone(own);
    }

    /** By the array's name, unless what stands among the customer's names the business itself. */
    private boolean isFromBusiness(Json.Place item, Json.Obj message) {
        return item.path().startsWith(change.path() + "/message_echoes")
                || isFromBusiness(message, Json.Obj.EMPTY);
    }

    private static @Nullable String parentUserId(Json.Obj message, boolean fromBusiness) {
        return Values.id(message, fromBusiness ? "to_parent_user_id" : "from_parent_user_id");
    }

    private record Side(boolean fromBusiness, Aliases peer, boolean mediaDetail) {}

    private Piece event(Json.Place item, Json.Obj message, Side side) throws Unusable {
        String number = change.needNumber();
        String wamid = Messages.wamid(message);
        var content = MessageContent.of(message);
        String status = Values.shortText(message.object("history_context"), "status");
        String weight =
                side.mediaDetail() ? "media" : content.placeholder() ? "placeholder" : "content";
        var imported =
                HistoryMessage.newBuilder()
                        .setWamid(wamid)
                        .setFromBusiness(side.fromBusiness())
                        .setPeer(side.peer().toIdentity())
                        .setHistoryStatus(status)
                        .setMediaDetail(side.mediaDetail())
                        .setType(content.type())
                        .setPreview(content.preview())
                        .setMediaId(content.mediaId())
                        .setMimeType(content.mimeType())
                        .setRepliesTo(content.repliesTo())
                        .setTargets(content.targets())
                        .setPlaceholder(content.placeholder())
                        .setError(content.error())
                        .setJson(change.verbatim(message))
                        .setOccurredAt(change.timeOr(message, "timestamp"))
                        .build();
        var event =
                history(item, number)
                        .setEventId(
                                EventIds.of(
                                        "history", number, wamid, content.type(), weight, status))
                        .setKind(HistoryKind.MESSAGE)
                        .setMessage(imported)
                        .setProgress(null)
                        .setDeclined(null)
                        .setJson(null)
                        .build();
        return new Piece.Event<>(item.path(), Topics.HISTORY, number, event);
    }

    private HistoryEvent.Builder history(Json.Place item, String number) {
        return HistoryEvent.newBuilder()
                .setPhoneNumberId(number)
                .setWabaId(change.entry().id())
                .setReceivedAt(change.raw().receivedAt())
                .setRaw(change.pointer(item));
    }

    /**
     * Who sent it, by the business's own number where it is known. The thread's id is the customer;
     * the recipient is documented for what the business sent, yet missing in samples.
     */
    private boolean isFromBusiness(Json.Obj message, Json.Obj thread) {
        String own = change.ownPhone();
        String from = Values.digits(Values.id(message, "from"));
        String to = Values.digits(Values.id(message, "to"));
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
        return Values.digits(
                Values.firstId(
                        Values.id(thread.object("context"), "wa_id"), Values.id(thread, "id")));
    }
}
