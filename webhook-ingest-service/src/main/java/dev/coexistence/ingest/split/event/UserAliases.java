package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.json.CleanText;
import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonFields;
import dev.coexistence.schemas.events.Identity;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Aliases by which an item names a user, gathered from wherever it names them. Any may be missing,
 * the phone number too.
 */
final class UserAliases {
    private static final Pattern USER_ID = Pattern.compile("[A-Za-z]{2}\\.[A-Za-z0-9._-]+");
    private static final Pattern PARENT_USER_ID = Pattern.compile("(?i)[a-z]{2}\\.ent\\..+");

    private @Nullable String phone;
    private @Nullable String bsuid;
    private @Nullable String parentBsuid;
    private @Nullable String username;
    private @Nullable String profileName;

    /** Adds what stands where a phone number is expected: that, a user id or a username. */
    UserAliases anyAlias(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return this;
        }
        String text = name.strip();
        if (text.startsWith("@")) {
            return username(text);
        }
        String digits = JsonFields.digits(text);
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

    UserAliases userId(@Nullable String id) {
        bsuid = bsuid == null ? id : bsuid;
        return this;
    }

    UserAliases parentUserId(@Nullable String id) {
        parentBsuid = parentBsuid == null ? id : parentBsuid;
        return this;
    }

    UserAliases username(@Nullable String name) {
        if (username == null && name != null) {
            String bare = name.strip();
            bare = bare.startsWith("@") ? bare.substring(1) : bare;
            username =
                    bare.isEmpty()
                            ? null
                            : CleanText.clean(bare.toLowerCase(Locale.ROOT), JsonFields.SHORT_TEXT);
        }
        return this;
    }

    UserAliases profileName(@Nullable String name) {
        profileName =
                profileName == null ? CleanText.clean(name, JsonFields.SHORT_TEXT) : profileName;
        return this;
    }

    /** A user object: an entry of contacts, a thread's context, an address book's entry. */
    UserAliases user(Json.Obj user) {
        Json.Obj profile = user.object("profile");
        return anyAlias(JsonFields.id(user, "wa_id"))
                .anyAlias(JsonFields.id(user, "phone_number"))
                .userId(JsonFields.id(user, "user_id"))
                .parentUserId(JsonFields.id(user, "parent_user_id"))
                .username(JsonFields.id(user, "username"))
                .username(JsonFields.id(profile, "username"))
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

    boolean sharesAliasWith(UserAliases other) {
        return same(phone, other.phone)
                || same(bsuid, other.bsuid)
                || same(username, other.username);
    }

    /** True where an id that is one user's alone says that these are two. */
    boolean differsFrom(UserAliases other) {
        return differ(bsuid, other.bsuid) || differ(parentBsuid, other.parentBsuid);
    }

    @Nullable String phone() {
        return phone;
    }

    /** Removes a phone number that is the business's own: nobody is their own customer. */
    UserAliases removePhone(@Nullable String own) {
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
