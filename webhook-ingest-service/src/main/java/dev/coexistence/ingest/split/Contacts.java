package dev.coexistence.ingest.split;

import dev.coexistence.schemas.recipient.PhoneSpellings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a value's contacts say about the users of its items. A contact is found by an alias, then by
 * another spelling of the phone number, then because nobody else is left: Meta says that wa_id and
 * from of one user need not be equal. The place in the array counts for the name alone, as the two
 * arrays need not line up.
 */
final class Contacts {
    private final List<Json.Obj> contacts = new ArrayList<>();
    private final List<Aliases> named = new ArrayList<>();
    private final List<Json.Place> items;
    private final Function<Json.Place, Aliases> who;
    private @Nullable List<Aliases> users;

    /**
     * @param items what speaks of users
     * @param who whom an item names by itself
     */
    Contacts(Change change, List<Json.Place> items, Function<Json.Place, Aliases> who) {
        this.items = items;
        this.who = who;
        String own = change.ownPhone();
        for (var place : change.items("contacts")) {
            if (place.json() instanceof Json.Obj contact) {
                var aliases = new Aliases().user(contact);
                if (own == null || !aliases.isPhone(own)) {
                    contacts.add(contact);
                    named.add(aliases);
                }
            }
        }
    }

    /** Whom the item names, with what the contacts say about them. */
    Aliases complete(Json.Place item) {
        Aliases user = who.apply(item);
        if (contacts.isEmpty()) {
            return user;
        }
        int found = find(user);
        if (found >= 0) {
            return user.user(contacts.get(found));
        }
        if (contacts.size() == 1 && isOneUser() && !user.isAnotherThan(named.getFirst())) {
            return user.user(contacts.getFirst());
        }
        int place = contacts.size() > 1 && contacts.size() == items.size() ? place(item) : -1;
        if (place >= 0 && isFree(named.get(place)) && !user.isAnotherThan(named.get(place))) {
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

    private List<Aliases> users() {
        List<Aliases> known = users;
        if (known == null) {
            known = items.stream().map(who).toList();
            users = known;
        }
        return known;
    }

    /** One without any name counts as one more. */
    private boolean isOneUser() {
        return items.size() == 1
                || new HashSet<>(users().stream().map(Aliases::toIdentity).toList()).size() <= 1;
    }

    private boolean isFree(Aliases contact) {
        return users().stream().noneMatch(other -> isOne(other, contact));
    }

    private int find(Aliases user) {
        for (int i = 0; i < named.size(); i++) {
            if (user.sharesAliasWith(named.get(i))) {
                return i;
            }
        }
        for (int i = 0; i < named.size(); i++) {
            if (isOne(user, named.get(i)) && !user.isAnotherThan(named.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isOne(Aliases one, Aliases other) {
        return one.sharesAliasWith(other) || PhoneSpellings.isSameNumber(one.phone(), other.phone());
    }
}
