package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.schemas.recipient.PhoneSpellings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Matcher of a value's contacts to the users of its items. It finds a contact by an alias, then by
 * another spelling of the phone number, then because nobody else is left: Meta says that wa_id and
 * from of one user need not be equal. The place in the array counts for the name alone, as the two
 * arrays need not line up.
 */
final class ContactMatcher {
    private final List<Json.Obj> contacts = new ArrayList<>();
    private final List<UserAliases> contactAliases = new ArrayList<>();
    private final List<Json.Place> items;
    private final Function<Json.Place, UserAliases> namedBy;
    private @Nullable List<UserAliases> users;

    /**
     * @param items items that speak of users
     * @param namedBy the user that an item names by itself
     */
    ContactMatcher(
            WebhookChange change,
            List<Json.Place> items,
            Function<Json.Place, UserAliases> namedBy) {
        this.items = items;
        this.namedBy = namedBy;
        String own = change.ownPhone();
        for (var place : change.items("contacts")) {
            if (place.json() instanceof Json.Obj contact) {
                var aliases = new UserAliases().user(contact);
                if (own == null || !aliases.isPhone(own)) {
                    contacts.add(contact);
                    contactAliases.add(aliases);
                }
            }
        }
    }

    /** The user that the item names, with the aliases that the contacts add. */
    UserAliases match(Json.Place item) {
        UserAliases user = namedBy.apply(item);
        if (contacts.isEmpty()) {
            return user;
        }
        int found = find(user);
        if (found >= 0) {
            return user.user(contacts.get(found));
        }
        if (contacts.size() == 1 && isOneUser() && !user.differsFrom(contactAliases.getFirst())) {
            return user.user(contacts.getFirst());
        }
        int place = contacts.size() > 1 && contacts.size() == items.size() ? place(item) : -1;
        if (place >= 0
                && isFree(contactAliases.get(place))
                && !user.differsFrom(contactAliases.get(place))) {
            return user.profileName(contacts.get(place).object("profile").text("name"));
        }
        return user;
    }

    private int place(Json.Place item) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path().equals(item.path())) {
                return i;
            }
        }
        return -1;
    }

    private List<UserAliases> users() {
        List<UserAliases> known = users;
        if (known == null) {
            known = items.stream().map(namedBy).toList();
            users = known;
        }
        return known;
    }

    /** One without any name counts as one more. */
    private boolean isOneUser() {
        return items.size() == 1
                || new HashSet<>(users().stream().map(UserAliases::toIdentity).toList()).size()
                        <= 1;
    }

    private boolean isFree(UserAliases contact) {
        return users().stream().noneMatch(other -> isOne(other, contact));
    }

    private int find(UserAliases user) {
        for (int i = 0; i < contactAliases.size(); i++) {
            if (user.sharesAliasWith(contactAliases.get(i))) {
                return i;
            }
        }
        for (int i = 0; i < contactAliases.size(); i++) {
            if (isOne(user, contactAliases.get(i)) && !user.differsFrom(contactAliases.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isOne(UserAliases one, UserAliases other) {
        return one.sharesAliasWith(other)
                || PhoneSpellings.isSameNumber(one.phone(), other.phone());
    }
}
