package dev.coexistence.connection.record;

import dev.coexistence.connection.lifecycle.Connection;
import dev.coexistence.graph.Secret;
import dev.coexistence.schemas.TokenCipher;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The secrets of connections: code, token and PIN, encrypted in the connection's row. Until the
 * number is known they are bound to the sign-up, afterwards to the number.
 */
@Component
public class EncryptedSecrets {
    private static final List<String> SECRETS = List.of("encrypted_token", "encrypted_pin");
    private static final int TINK_PREFIX = 5;

    private final JdbcClient jdbc;
    private final TokenCipher cipher;

    public EncryptedSecrets(JdbcClient jdbc, TokenCipher cipher) {
        this.jdbc = jdbc;
        this.cipher = cipher;
    }

    public void keepCode(UUID id, Secret code) {
        write("encrypted_code", id, cipher.encrypt(signUp(id), code.value()));
    }

    public Optional<Secret> code(UUID id) {
        return read("encrypted_code", id, signUp(id));
    }

    public void forgetCode(UUID id) {
        jdbc.sql("update connection set encrypted_code = null where id = :id")
                .param("id", id)
                .update();
    }

    public void keepPin(Connection connection, Secret pin) {
        write("encrypted_pin", connection.id(), cipher.encrypt(boundTo(connection), pin.value()));
    }

    public Optional<Secret> pin(Connection connection) {
        return read("encrypted_pin", connection.id(), boundTo(connection));
    }

    /** The code has become a token: the code is of no use any more, and the epoch begins. */
    public void replaceCode(UUID id, Secret token, Instant at) {
        jdbc.sql(
                        """
                        update connection set encrypted_code = null, encrypted_token = :token, onboarded_at = :at
                        where id = :id
                        """)
                .param("token", cipher.encrypt(signUp(id), token.value()))
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    /**
     * @throws IllegalStateException where there is none: before the exchange, or after the end
     */
    public Secret token(Connection connection) {
        return read("encrypted_token", connection.id(), boundTo(connection))
                .orElseThrow(() ->
                        new IllegalStateException(
                                "Connection " + connection.id() + " has no token"));
    }

    public boolean hasToken(Connection connection) {
        return read("encrypted_token", connection.id(), boundTo(connection)).isPresent();
    }

    /** From now on the secrets of this sign-up can be read for its number only. */
    public void bind(UUID id, String phoneNumberId) {
        for (String column : SECRETS) {
            read(column, id, signUp(id))
                    .ifPresent(secret ->
                            write(column, id, cipher.encrypt(phoneNumberId, secret.value())));
        }
    }

    /**
     * Encrypts the secrets of a connection anew where they are not encrypted by the keyset's
     * primary key, so that older keys can be retired.
     */
    public boolean rotate(Connection connection) {
        boolean rotated = false;
        for (String column : SECRETS) {
            var encrypted =
                    jdbc.sql(
                                    "select "
                                            + column
                                            + " from connection where id = :id and "
                                            + column
                                            + " is not null")
                            .param("id", connection.id())
                            .query((row, _) -> row.getBytes(1))
                            .optional();
            if (encrypted.isPresent() && !byPrimaryKey(encrypted.get())) {
                String secret = cipher.decrypt(boundTo(connection), encrypted.get());
                write(column, connection.id(), cipher.encrypt(boundTo(connection), secret));
                rotated = true;
            }
        }
        return rotated;
    }

    /** Connections with a secret that the keyset's primary key did not encrypt. */
    public List<UUID> findOutdated() {
        return jdbc.sql(
                        """
                        select id from connection
                        where substring(encrypted_token from 1 for :length) <> :primary
                           or substring(encrypted_pin from 1 for :length) <> :primary
                        """)
                .param("length", TINK_PREFIX)
                .param("primary", primary())
                .query((row, _) -> row.getObject("id", UUID.class))
                .list();
    }

    private boolean byPrimaryKey(byte[] encrypted) {
        return Arrays.equals(encrypted, 0, TINK_PREFIX, primary(), 0, TINK_PREFIX);
    }

    /** Tink puts the key's id in front: a byte and four. */
    private byte[] primary() {
        return Arrays.copyOf(cipher.encrypt("", ""), TINK_PREFIX);
    }

    private static String boundTo(Connection connection) {
        var number = connection.number();
        return number == null ? signUp(connection.id()) : number.phoneNumberId();
    }

    private static String signUp(UUID id) {
        return "sign-up:" + id;
    }

    private Optional<Secret> read(String column, UUID id, String boundTo) {
        return jdbc.sql(
                        "select "
                                + column
                                + " from connection where id = :id and "
                                + column
                                + " is not null")
                .param("id", id)
                .query((row, _) -> new Secret(cipher.decrypt(boundTo, row.getBytes(1))))
                .optional();
    }

    private void write(String column, UUID id, byte[] encrypted) {
        jdbc.sql("update connection set " + column + " = :secret where id = :id")
                .param("secret", encrypted)
                .param("id", id)
                .update();
    }
}
