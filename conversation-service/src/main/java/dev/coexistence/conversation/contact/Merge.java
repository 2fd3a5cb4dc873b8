package dev.coexistence.conversation.contact;

import java.time.Instant;

/** One contact turned out to be another. */
public record Merge(String phoneNumberId, long winner, long loser, String because, Instant at) {}
