package dev.coexistence.conversation.reading;

import dev.coexistence.conversation.reading.MessageView.Author;
import java.util.List;

/**
 * A group of a thread.
 *
 * @param id as Meta names it
 * @param participants who wrote in it, of its newest messages, the latest first
 */
public record GroupView(String id, List<Author> participants) {}
