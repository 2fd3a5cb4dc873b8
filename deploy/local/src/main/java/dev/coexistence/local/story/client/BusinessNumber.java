package dev.coexistence.local.story.client;

/**
 * A number of the story.
 *
 * @param phoneNumberId Meta's id
 * @param display as people write it
 * @param mode how it is connected
 */
public record BusinessNumber(String phoneNumberId, String display, String mode) {}
