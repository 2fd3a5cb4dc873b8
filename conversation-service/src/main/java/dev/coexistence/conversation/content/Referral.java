package dev.coexistence.conversation.content;

import org.jspecify.annotations.Nullable;

/**
 * The advertisement or post from which a customer came.
 *
 * @param sourceType ad or post
 * @param sourceId Meta's id of the advertisement or post
 * @param ctwaClid Meta's click id, for conversion measurement
 * @param mediaType image or video
 * @param welcomeMessage text that the advertisement offered to begin with
 */
public record Referral(
        @Nullable String sourceType,
        @Nullable String sourceId,
        @Nullable String sourceUrl,
        @Nullable String headline,
        @Nullable String body,
        @Nullable String ctwaClid,
        @Nullable String mediaType,
        @Nullable String imageUrl,
        @Nullable String videoUrl,
        @Nullable String thumbnailUrl,
        @Nullable String welcomeMessage) {}
