package dev.coexistence.conversation.reading;

import dev.coexistence.conversation.reading.MessageView.Author;
import java.util.List;

/**
 * A group of a thread.
 *
 * @param id as Meta names it
 * @param participants who wrote in it, of its newest messages, the latest first
 */
public record GroupView(String id, List<Author> participants) {

    /** The same with the phone numbers of its participants masked. */
    GroupView maskPhones() {
        return new GroupView(id, participants.stream().map(Author::maskPhones).toList());
    }
}
