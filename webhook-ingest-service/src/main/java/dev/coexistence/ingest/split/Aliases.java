package dev.coexistence.ingest.split;

import dev.coexistence.schemas.events.Identity;
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

    boolean sharesAliasWith(Aliases other) {
        return same(phone, other.phone)
                || same(bsuid, other.bsuid)
                || same(username, other.username);
    }

    /** Whether an id that is one user's alone says that these are two. */
    boolean isAnotherThan(Aliases other) {
        return differ(bsuid, other.bsuid) || differ(parentBsuid, other.parentBsuid);
    }

    @Nullable String phone() {
        return phone;
    }

    /** Without a phone number that is the business's own: nobody is their own customer. */
    Aliases unlessPhone(@Nullable String own) {
        if (own != null && own.equals(phone)) {
            phone = null;
        }
        return this;
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return one != null && one.equals(other);
    }

    private static boolean differ(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !Objects.equals(one, other);
    }
}
