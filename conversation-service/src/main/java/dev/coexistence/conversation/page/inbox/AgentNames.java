package dev.coexistence.conversation.page.inbox;

import dev.coexistence.access.Caller;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Names of the agents who wrote from the page, by command. They stay here: neither Meta nor the
 * topics learn who of the business wrote.
 */
@Repository
class AgentNames {
    private final JdbcTemplate database;

    AgentNames(JdbcTemplate database) {
        this.database = database;
    }

    /** Keeps the name of a person who writes; the first one of a command stays. */
    void keep(String commandId, Caller caller) {
        if (!caller.isOpen()) {
            database.update(
                    "insert into page_agent (command_id, name) values (?, ?) on conflict do nothing",
                    commandId,
                    caller.name());
        }
    }

    /** The names of those commands that were written from the page by somebody known. */
    Map<String, String> find(Collection<String> commandIds) {
        var names = new HashMap<String, String>();
        if (!commandIds.isEmpty()) {
            database.query(
                    "select command_id, name from page_agent where command_id = any (?)",
                    row -> {
                        names.put(row.getString(1), row.getString(2));
                    },
                    (Object) commandIds.toArray(String[]::new));
        }
        return names;
    }
}
