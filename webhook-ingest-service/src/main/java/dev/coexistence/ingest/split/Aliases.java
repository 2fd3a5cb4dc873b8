package dev.coexistence.ingest.split;

import dev.coexistence.schemas.events.Identity;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The aliases by which an item names a user, gathered from wherever it names them. Any may be
 * missing, the phone number too.
 */
final class Aliases {
    private static final Pattern USER_ID = Pattern.compile("[A-Za-z]{2}\\.[A-Za-z0-9._-]+");
    private static final Pattern PARENT_USER_ID = Pattern.compile("(?i)[a-z]{2}\\.ent\\..+");

    private @Nullable String phone;
    private @Nullable String bsuid;
    private @Nullable String parentBsuid;
    private @Nullable String username;
    private @Nullable String profileName;

    /** What stands where a phone number is expected: that, or a user id, or a username. */
    Aliases named(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return this;
        }
        String text = name.strip();
        if (text.startsWith("@")) {
            return username(text);
        }
        String digits = Values.digits(text);
        if (digits != null) {
            phone = phone == null ? digits : phone;
            return this;
        }
        if (PARENT_USER_ID.matcher(text).matches()) {
            return parentUserId(text);
        }
        if (USER_ID.matcher(text).matches()) {
            return userId(text);
        }
        return this;
    }

    Aliases userId(@Nullable String id) {
        bsuid = bsuid == null ? id : bsuid;
        return this;
    }

    Aliases parentUserId(@Nullable String id) {
        parentBsuid = parentBsuid == null ? id : parentBsuid;
        return this;
    }

    Aliases username(@Nullable String name) {
        if (username == null && name != null) {
            String bare = name.strip();
            bare = bare.startsWith("@") ? bare.substring(1) : bare;
            username =
                    bare.isEmpty()
                            ? null
                            : Text.clean(bare.toLowerCase(Locale.ROOT), Values.SHORT_TEXT);
        }
        return this;
    }

    Aliases profileName(@Nullable String name) {
        profileName = profileName == null ? Text.clean(name, Values.SHORT_TEXT) : profileName;
        return this;
    }

    /** A user object: an entry of contacts, a thread's context, an address book's entry. */
    Aliases user(Json.Obj user) {
        Json.Obj profile = user.object("profile");
        return named(Values.id(user, "wa_id"))
                .named(Values.id(user, "phone_number"))
                .userId(Values.id(user, "user_id"))
                .parentUserId(Values.id(user, "parent_user_id"))
                .username(Values.id(user, "username"))
                .username(Values.id(profile, "username"))
                .profileName(profile.text("name"));
    }

    /**
     * Adds what the value's contacts say about this user. They are found by alias, never by
     * position: the two arrays need not line up. A single contact that contradicts nothing speaks
     * of the only user there is.
     */
    Aliases from(List<Json.Place> contacts, boolean onlyUser) {
        for (var place : contacts) {
            if (place.json() instanceof Json.Obj contact) {
                var other = new Aliases().user(contact);
                boolean same = sharesAliasWith(other);
                if (same || (onlyUser && contacts.size() == 1 && !contradicts(other))) {
                    return user(contact);
                }
            }
        }
        return this;
    }

    boolean isEmpty() {
        return phone == null && bsuid == null && parentBsuid == null && username == null;
    }

    /** True where the phone number is this one. */
    boolean isPhone(@Nullable String digits) {
        return phone != null && phone.equals(digits);
    }

    Identity toIdentity() {
        return Identity.newBuilder()
                .setPhone(phone)
                .setBsuid(bsuid)
                .setParentBsuid(parentBsuid)
                .setUsername(username)
                .setProfileName(profileName)
                .build();
    }

    private boolean sharesAliasWith(Aliases other) {
        return same(phone, other.phone)
                || same(bsuid, other.bsuid)
                || same(username, other.username);
    }

    private boolean contradicts(Aliases other) {
        return differ(phone, other.phone)
                || differ(bsuid, other.bsuid)
                || differ(username, other.username);
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return one != null && one.equals(other);
    }

    private static boolean differ(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !Objects.equals(one, other);
    }
}
