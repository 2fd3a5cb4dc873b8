package dev.coexistence.conversation.content;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Content of a message by kind (Meta: Cloud API, webhooks reference, {@code messages}, and the send
 * API for what the business sent). A member that Meta leaves out is null.
 */
public sealed interface TypedContent
        permits TypedContent.Text,
                TypedContent.Button,
                TypedContent.ButtonReply,
                TypedContent.ListReply,
                TypedContent.FlowReply,
                TypedContent.CallPermissionReply,
                TypedContent.PaymentMethod,
                TypedContent.Interactive,
                TypedContent.Template,
                TypedContent.Location,
                TypedContent.Contacts,
                TypedContent.Media,
                TypedContent.Reaction,
                TypedContent.Notice,
                TypedContent.Unsupported,
                TypedContent.Other,
                Order {

    /** The word for the kind, which is also the name of its member in the API. */
    String kind();

    /** A text, whole. */
    record Text(@Nullable String body) implements TypedContent {
        @Override
        public String kind() {
            return "text";
        }
    }

    /**
     * A quick reply of a template was pressed.
     *
     * @param payload what the sender of the template put behind the button
     */
    record Button(@Nullable String payload, @Nullable String text) implements TypedContent {
        @Override
        public String kind() {
            return "button";
        }
    }

    /**
     * A reply button was pressed.
     *
     * @param id the one that the sender gave it
     */
    record ButtonReply(@Nullable String id, @Nullable String title) implements TypedContent {
        @Override
        public String kind() {
            return "buttonReply";
        }
    }

    /**
     * A row of a list was chosen.
     *
     * @param id the one that the sender gave it
     */
    record ListReply(@Nullable String id, @Nullable String title, @Nullable String description)
            implements TypedContent {
        @Override
        public String kind() {
            return "listReply";
        }
    }

    /**
     * A flow was filled in.
     *
     * @param response the answers by field; a string where they are no JSON, null where there are
     *     none
     */
    record FlowReply(@Nullable String name, @Nullable String body, @Nullable JsonNode response)
            implements TypedContent {
        @Override
        public String kind() {
            return "flowReply";
        }
    }

    /**
     * An answer to the question whether the business may call.
     *
     * @param response accept or reject
     * @param expiresAt seconds since 1970, where the permission ends
     * @param source how it was given, in Meta's words
     */
    record CallPermissionReply(
            @Nullable String response, @Nullable Long expiresAt, @Nullable String source)
            implements TypedContent {
        @Override
        public String kind() {
            return "callPermissionReply";
        }
    }

    /** A way of paying was chosen. */
    record PaymentMethod(@Nullable String method, @Nullable String referenceId)
            implements TypedContent {
        @Override
        public String kind() {
            return "paymentMethod";
        }
    }

    /**
     * An interactive message that the business sent, or an answer of a kind without a record of its
     * own.
     *
     * @param type Meta's word: button, list, flow, cta_url, product, …
     * @param options what can be chosen, of all sections
     * @param data the interactive object as it came
     */
    record Interactive(
            @Nullable String type,
            @Nullable String header,
            @Nullable String body,
            @Nullable String footer,
            List<Option> options,
            @Nullable JsonNode data)
            implements TypedContent {
        @Override
        public String kind() {
            return "interactive";
        }
    }

    /** A button or a row of a list. */
    record Option(@Nullable String id, @Nullable String title, @Nullable String description) {}

    /**
     * A template that the business sent.
     *
     * @param components Meta's components array
     * @param values the texts that fill its placeholders, in their order
     */
    record Template(
            @Nullable String name,
            @Nullable String language,
            List<String> values,
            @Nullable JsonNode components)
            implements TypedContent {
        @Override
        public String kind() {
            return "template";
        }
    }

    /**
     * A place.
     *
     * @param latitude degrees, -90 to 90
     * @param longitude degrees, -180 to 180
     */
    record Location(
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable String name,
            @Nullable String address,
            @Nullable String url)
            implements TypedContent {
        @Override
        public String kind() {
            return "location";
        }
    }

    /**
     * Contact cards.
     *
     * @param origin contact_request where the person answers a request about themselves, other for
     *     cards passed on
     */
    record Contacts(List<ContactCard> cards, @Nullable String origin) implements TypedContent {
        @Override
        public String kind() {
            return "contacts";
        }
    }

    /**
     * Picture, video, sound, sticker or document.
     *
     * @param type Meta's word for which
     * @param voice true for a voice message
     * @param animated true for a sticker that moves
     * @param link address of what was sent by address
     */
    record Media(
            String type,
            @Nullable String id,
            @Nullable String mimeType,
            @Nullable String fileName,
            @Nullable String caption,
            @Nullable String sha256,
            @Nullable Boolean voice,
            @Nullable Boolean animated,
            @Nullable String link)
            implements TypedContent {
        @Override
        public String kind() {
            return "media";
        }
    }

    /** A reaction to a message that is not named, or not here. */
    record Reaction(@Nullable String messageId, @Nullable String emoji) implements TypedContent {
        @Override
        public String kind() {
            return "reaction";
        }
    }

    /**
     * A notice from WhatsApp about the customer.
     *
     * @param type user_changed_number, user_changed_user_id, …
     * @param waId the number from then on
     * @param userId the user id from then on
     */
    record Notice(
            @Nullable String type,
            @Nullable String body,
            @Nullable String waId,
            @Nullable String userId)
            implements TypedContent {
        @Override
        public String kind() {
            return "system";
        }
    }

    /**
     * Something that Meta does not hand on.
     *
     * @param type what it is, as far as Meta says
     * @param code Meta's error code, such as 131051
     * @param title Meta's reason
     */
    record Unsupported(
            @Nullable String type,
            @Nullable Integer code,
            @Nullable String title,
            @Nullable String details)
            implements TypedContent {
        @Override
        public String kind() {
            return "unsupported";
        }
    }

    /**
     * A kind that has no record of its own.
     *
     * @param type Meta's word
     * @param data the member of that name, as it came
     */
    record Other(String type, @Nullable JsonNode data) implements TypedContent {
        @Override
        public String kind() {
            return "other";
        }
    }
}
