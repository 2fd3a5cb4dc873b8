package dev.coexistence.ingest.split;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.Identity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What concerns an account or a number rather than a message, and everything that nobody has heard
 * of: a generic event with its JSON.
 */
final class AccountEvents {
    private final Change change;
    private final Numbers numbers;

    AccountEvents(Change change, Numbers numbers) {
        this.change = change;
        this.numbers = numbers;
    }

    /** The change as one event. */
    Piece whole(Json.Place item) throws Unusable {
        Json.Obj value = change.value();
        Json.Obj disconnection = value.object("disconnection_info");
        var builder =
                AccountEvent.newBuilder()
                        .setEvent(Values.shortText(value, "event"))
                        .setReason(Values.shortText(disconnection, "reason"))
                        .setInitiatedBy(Values.shortText(disconnection, "initiated_by"));
        return event(item, null, builder);
    }

    /**
     * What stands beside the messages of a change, such as its errors: the event is named by the
     * key, an error's reason by its code.
     */
    Piece beside(String key, Json.Place item) throws Unusable {
        String code = item.json() instanceof Json.Obj object ? object.text("code") : null;
        var builder =
                AccountEvent.newBuilder()
                        .setEvent(Text.clean(key, Values.SHORT_TEXT))
                        .setReason(Text.clean(code, Values.SHORT_TEXT))
                        .setInitiatedBy(null);
        return event(item, null, builder);
    }

    /**
     * What an item of the change says, about one person where there is one.
     *
     * @param at when the item says that it happened; null for the time of the entry
     */
    Piece about(
            Json.Place item,
            @Nullable Identity person,
            @Nullable Instant at,
            AccountEvent.Builder builder)
            throws Unusable {
        return event(item, at, builder.setPerson(person));
    }

    private Piece event(Json.Place item, @Nullable Instant at, AccountEvent.Builder builder)
            throws Unusable {
        String waba = waba();
        String key = Values.firstId(change.number(), waba);
        if (key == null) {
            throw new Unusable(
                    Unusable.NO_ACCOUNT, "The change names neither a number nor an account");
        }
        String verbatim = change.verbatim(item.json());
        var time = change.entry().time();
        var event =
                builder.setEventId(
                                EventIds.of(
                                        "account",
                                        change.entry().id(),
                                        Values.id(
                                                change.value().object("metadata"),
                                                "phone_number_id"),
                                        change.field(),
                                        time == null ? null : time.toString(),
                                        verbatim))
                        .setPhoneNumberId(change.number())
                        .setWabaId(waba)
                        .setDisplayPhoneNumber(phone())
                        .setField(change.field())
                        .setJson(verbatim)
                        .setOccurredAt(at == null ? time : at)
                        .setReceivedAt(change.raw().receivedAt())
                        .setRaw(change.pointer(item))
                        .build();
        return new Piece.Event<>(item.path(), Topics.ACCOUNT_EVENTS, key, event);
    }

    /**
     * The entry's id is not always the WABA: for some events it is the partner's business
     * portfolio. So the WABA that the value names comes first, then that of the number it names.
     */
    private @Nullable String waba() {
        String named = Values.id(change.value().object("waba_info"), "waba_id");
        if (named != null) {
            return named;
        }
        var known = numbers.byPhone(phone());
        String ofNumber = known == null ? null : known.wabaId();
        return Values.firstId(ofNumber, change.entry().id());
    }

    private @Nullable String phone() {
        return Values.digits(
                Values.firstId(
                        Values.id(change.value(), "phone_number"),
                        Values.id(change.value(), "display_phone_number"),
                        Values.id(change.value().object("metadata"), "display_phone_number"),
                        Values.id(change.value().object("recipient"), "display_phone_number")));
    }
}
