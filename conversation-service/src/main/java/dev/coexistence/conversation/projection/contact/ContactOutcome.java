package dev.coexistence.conversation.projection.contact;

import dev.coexistence.conversation.live.ChangeNotice;
import java.util.List;
import java.util.Map;

/**
 * Effects of a batch's contacts on the rest of the batch.
 *
 * @param recounts conversations whose counters no longer hold, each with its number
 * @param notices changes of contacts, for those who follow
 */
public record ContactOutcome(Map<Long, String> recounts, List<ChangeNotice> notices) {}
