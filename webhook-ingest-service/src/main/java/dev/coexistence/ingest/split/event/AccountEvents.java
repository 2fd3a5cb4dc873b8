package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.json.CleanText;
import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonFields;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.Identity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Generic events with their JSON, for whatever concerns an account or a number rather than a
 * message, and for every field that is unknown here.
 */
final class AccountEvents {
    private final WebhookChange change;
    private final NumberDirectory numbers;

    AccountEvents(WebhookChange change, NumberDirectory numbers) {
        this.change = change;
        this.numbers = numbers;
    }

    /** The change as one event. */
    SplitItem wholeChange(Json.Place item) throws MalformedItem {
        Json.Obj value = change.value();
        Json.Obj disconnection = value.object("disconnection_info");
        var builder =
                AccountEvent.newBuilder()
                        .setEvent(JsonFields.shortText(value, "event"))
                        .setReason(JsonFields.shortText(disconnection, "reason"))
                        .setInitiatedBy(JsonFields.shortText(disconnection, "initiated_by"));
        return event(item, null, builder);
    }

    /**
     * A member beside the messages of a change, such as its errors: the key names the event, an
     * error's code its reason.
     */
    SplitItem sibling(String key, Json.Place item) throws MalformedItem {
        String code = item.json() instanceof Json.Obj object ? object.text("code") : null;
        var builder =
                AccountEvent.newBuilder()
                        .setEvent(CleanText.clean(key, JsonFields.SHORT_TEXT))
                        .setReason(CleanText.clean(code, JsonFields.SHORT_TEXT))
                        .setInitiatedBy(null);
        return event(item, null, builder);
    }

    /**
     * An item of the change, about one person where there is one.
     *
     * @param at when the item says that it happened; null for the time of the entry
     */
    SplitItem aboutPerson(
            Json.Place item,
            @Nullable Identity person,
            @Nullable Instant at,
            AccountEvent.Builder builder)
            throws MalformedItem {
        return event(item, at, builder.setPerson(person));
    }

    private SplitItem event(Json.Place item, @Nullable Instant at, AccountEvent.Builder builder)
            throws MalformedItem {
        String waba = waba();
        String key = JsonFields.firstId(change.number(), waba);
        if (key == null) {
            throw new MalformedItem(
                    MalformedItem.NO_ACCOUNT, "The change names neither a number nor an account");
        }
        String verbatim = change.verbatim(item.json());
        var time = change.entry().time();
        var event =
                builder.setEventId(
                                EventIds.hash(
                                        "account",
                                        change.entry().id(),
                                        JsonFields.id(
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
        return new SplitItem.Event<>(item.path(), Topics.ACCOUNT_EVENTS, key, event);
    }

    /**
     * The entry's id is not always the WABA: for some events it is the partner's business
     * portfolio. So the WABA that the value names comes first, then that of the number it names.
     */
    private @Nullable String waba() {
        String named = JsonFields.id(change.value().object("waba_info"), "waba_id");
        if (named != null) {
            return named;
        }
        var known = numbers.byPhone(phone());
        String ofNumber = known == null ? null : known.wabaId();
        return JsonFields.firstId(ofNumber, change.entry().id());
    }

    private @Nullable String phone() {
        return JsonFields.digits(
                JsonFields.firstId(
                        JsonFields.id(change.value(), "phone_number"),
                        JsonFields.id(change.value(), "display_phone_number"),
                        JsonFields.id(change.value().object("metadata"), "display_phone_number"),
                        JsonFields.id(change.value().object("recipient"), "display_phone_number")));
    }
}
