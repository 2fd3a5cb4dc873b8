package dev.coexistence.database;

import java.util.List;

/** The rows of an outbox, as the relay sees them. */
public interface OutboxRows {

    /** The oldest rows of the part that is owned, in their order. */
    List<OutboxRow> findOldest(OutboxScope scope, int limit);

    /** By id, one by one: a row with a smaller id may have been committed meanwhile. */
    void remove(OutboxScope scope, Long[] ids);
}
