package dev.coexistence.conversation.reading;

import dev.coexistence.conversation.hold.SendingHold;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A business number as the API and the page show it.
 *
 * @param tenant whose it is; null before anybody has signed it up
 * @param history how the import of older chats stands
 * @param hold that Meta takes nothing of it at present; null where it does
 */
public record NumberView(
        String phoneNumberId,
        @Nullable String displayPhoneNumber,
        @Nullable String verifiedName,
        @Nullable String wabaId,
        @Nullable String country,
        @Nullable String tenant,
        String state,
        String mode,
        @Nullable Integer budgetPerSecond,
        @Nullable String reason,
        boolean presumedInactive,
        List<String> disabledFeatures,
        @Nullable Instant lastActivityAt,
        @Nullable String lastActivityKind,
        long conversations,
        long unread,
        HistoryView history,
        @Nullable SendingHold hold) {}
