package dev.coexistence.conversation.contact;

import dev.coexistence.conversation.database.Lists;
import dev.coexistence.conversation.message.Peer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who was erased and up to when, known by hashes: enough to recognise them, not to name them. */
public final class ErasedAliases {
    private final Map<String, Instant> upTo = new HashMap<>();

    private ErasedAliases() {}

    /** What is known of the erased among these numbers. */
    public static ErasedAliases of(Connection connection, Collection<String> numbers)
            throws SQLException {
        var erased = new ErasedAliases();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select phone_number_id, alias_hash, up_to from erased_alias where phone_number_id = any (?)")) {
            statement.setArray(1, Lists.texts(connection, numbers));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    erased.upTo.put(
                            row.getString(1) + Base64.getEncoder().encodeToString(row.getBytes(2)),
                            row.getTimestamp(3).toInstant());
                }
            }
        }
        return erased;
    }

    /** Whether what this peer said or did then was erased. */
    public boolean include(String phoneNumberId, Peer peer, Instant at) {
        if (upTo.isEmpty()) {
            return false;
        }
        for (Alias alias : Alias.of(peer)) {
            Instant until =
                    upTo.get(
                            phoneNumberId
                                    + Base64.getEncoder()
                                            .encodeToString(hash(phoneNumberId, alias)));
            if (until != null && !at.isAfter(until)) {
                return true;
            }
        }
        return false;
    }

    public static void remember(
            JdbcTemplate database, String phoneNumberId, List<Alias> aliases, Instant upTo) {
        for (Alias alias : aliases) {
            database.update(
                    "insert into erased_alias (phone_number_id, alias_hash, up_to) values (?, ?, ?)"
                            + " on conflict (phone_number_id, alias_hash) do update set up_to = excluded.up_to",
                    phoneNumberId,
                    hash(phoneNumberId, alias),
                    Timestamp.from(upTo));
        }
    }

    private static byte[] hash(String phoneNumberId, Alias alias) {
        try {
            String text = phoneNumberId + '\n' + alias.kind() + '\n' + alias.value();
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
