package dev.coexistence.connection.record;

import dev.coexistence.connection.lifecycle.Connection;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A number as a row of its table: whose it is, and which connection stands for it. */
final class NumberRow {
    private NumberRow() {}

    /**
     * Counts the number's next epoch. It shows this connection unless an older link lives.
     *
     * @throws IllegalStateException where it became another tenant's meanwhile
     */
    static long beginEpoch(
            JdbcClient jdbc, String phoneNumberId, Connection connection, boolean linked) {
        return jdbc.sql(
                        """
                        insert into number (phone_number_id, tenant, epoch, version, connection_id)
                        values (:number, :tenant, 1, 0, :id)
                        on conflict (phone_number_id) do update set epoch = number.epoch + 1,
                          connection_id = case when :linked then number.connection_id else :id end
                          where number.tenant = :tenant
                        returning epoch
                        """)
                .param("number", phoneNumberId)
                .param("tenant", connection.tenant())
                .param("id", connection.id())
                .param("linked", linked)
                .query(Long.class)
                .optional()
                .orElseThrow(
                        () -> new IllegalStateException("The number is another tenant's by now"));
    }

    static Optional<String> findTenant(JdbcClient jdbc, String phoneNumberId) {
        return jdbc.sql("select tenant from number where phone_number_id = :number")
                .param("number", phoneNumberId)
                .query(String.class)
                .optional();
    }

    static void show(JdbcClient jdbc, Connection connection) {
        jdbc.sql("update number set connection_id = :id where phone_number_id = :number")
                .param("id", connection.id())
                .param("number", connection.facts().phoneNumberId())
                .update();
    }

    /** Writes a connection's new tenant, and the number's. */
    static void move(JdbcClient jdbc, Connection moved) {
        jdbc.sql("update connection set tenant = :tenant where id = :id")
                .param("tenant", moved.tenant())
                .param("id", moved.id())
                .update();
        jdbc.sql("update number set tenant = :tenant where phone_number_id = :number")
                .param("tenant", moved.tenant())
                .param("number", moved.facts().phoneNumberId())
                .update();
    }
}
