package dev.coexistence.conversation.erasure;

import static dev.coexistence.conversation.projection.Events.at;
import static dev.coexistence.conversation.projection.Events.echo;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.inboundOf;
import static dev.coexistence.conversation.projection.Events.phone;
import static dev.coexistence.conversation.projection.Events.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.contact.ErasedAliases;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.PersonAlias;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.events.Identity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of an erased person, and how others are told. */
class ErasedPersonIT {
    @RegisterExtension
    static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("erased_person");

    private static final TokenCipher CIPHER = TokenCipher.of(ProjectedDatabase.KEYSET);
    private static final String NUMBER = "900000000000001";
    private static final String DIGITS = "15550100999";
    private static final Identity ANA = phone(DIGITS);
    private static final Identity BEN = phone("15550100888");

    private final PersonRecords records =
            new PersonRecords(DATABASE.jdbc(), ProjectedDatabase.HASHES, CIPHER);
    @TempDir private Path folder = Path.of("");

    @Test
    void noTableNamesThePersonAfterwards() {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", ANA, "a secret", 1),
                        echo(NUMBER, "w2", ANA, "another secret", 2),
                        status(NUMBER, "w2", "read", ANA, 3).build(),
                        status(NUMBER, "nobody-knows", "read", ANA, 3).build(),
                        inboundOf(NUMBER, "w3", ANA, "text", 4)
                                .setGroupId("GRP-1")
                                .setPreview("secret of a group")
                                .build(),
                        inbound(NUMBER, "w4", BEN, "stays", 5)));

        eraser(at(1_000)).eraseContact(contactOf("w1"), null, _ -> {});

        for (String table :
                strings(
                        "select table_name from information_schema.tables where table_schema = 'conversation'"
                                + " and table_name <> 'flyway_schema_history'")) {
            for (String trace : List.of(DIGITS, "0100999", "secret")) {
                assertThat(
                                strings(
                                        "select row_to_json(x)::text from conversation."
                                                + table
                                                + " x where row_to_json(x)::text like '%"
                                                + trace
                                                + "%'"))
                        .as(table + " has " + trace)
                        .isEmpty();
            }
        }
        assertThat(strings("select wamid from message")).containsExactly("w4");
    }

    @Test
    void aReplayBringsNothingBackNotEvenInAGroup() {
        var events =
                List.of(
                        inbound(NUMBER, "w1", ANA, "a secret", 1),
                        inboundOf(NUMBER, "w3", ANA, "text", 4)
                                .setGroupId("GRP-1")
                                .setPreview("secret of a group")
                                .build());
        DATABASE.project(events);
        eraser(at(1_000)).eraseContact(contactOf("w1"), null, _ -> {});

        DATABASE.project(events);

        assertThat(strings("select wamid from message")).isEmpty();
        DATABASE.project(List.of(inbound(NUMBER, "w9", ANA, "I am back", 1_001)));
        assertThat(strings("select wamid from message")).containsExactly("w9");
    }

    @Test
    void theOthersAreToldOnceWithEverySpelling() {
        DATABASE.project(List.of(inbound(NUMBER, "w1", phone("5521987652222"), "oi", 1)));

        eraser(at(1_000)).eraseContact(contactOf("w1"), null, _ -> {});

        byte[] encrypted =
                Objects.requireNonNull(
                        DATABASE.jdbc()
                                .queryForObject(
                                        "select encrypted_aliases from erasure_outbox",
                                        byte[].class));
        assertThat(new String(encrypted, StandardCharsets.ISO_8859_1)).doesNotContain("55219");
        assertThat(PersonAlias.decrypt(CIPHER, NUMBER, encrypted))
                .extracting(PersonAlias::value)
                .containsExactlyInAnyOrder("5521987652222", "552187652222");
    }

    @Test
    void anErasureThatSomebodyElseAskedForLeavesWhatCameAfterIt() {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", ANA, "before", 1),
                        inbound(NUMBER, "w2", ANA, "after", 500),
                        inbound(NUMBER, "w3", BEN, "stays", 2)));

        eraser(at(1_000)).erasePerson(person(DIGITS, at(100)));
        eraser(at(1_000)).erasePerson(person(DIGITS, at(100)));

        assertThat(strings("select wamid from message order by wamid")).containsExactly("w2", "w3");
        eraser(at(1_000)).erasePerson(person("15550100888", at(1_000)));
        assertThat(strings("select wamid from message")).containsExactly("w2");
        assertThat(strings("select erasure_id from erasure_outbox")).isEmpty();
    }

    @Test
    void aPlainHashOfAnEarlierReleaseGetsAKeyAndStillRecognises() throws Exception {
        byte[] plain =
                MessageDigest.getInstance("SHA-256")
                        .digest((NUMBER + "\nPHONE\n" + DIGITS).getBytes(StandardCharsets.UTF_8));
        DATABASE.jdbc()
                .update(
                        "insert into erased_alias (phone_number_id, alias_hash, up_to) values (?, ?, ?)",
                        NUMBER,
                        plain,
                        Timestamp.from(at(1_000)));

        int keyed = ErasedAliases.keyPlain(DATABASE.jdbc(), ProjectedDatabase.HASHES);
        DATABASE.project(List.of(inbound(NUMBER, "w1", ANA, "a secret", 1)));

        assertThat(keyed).isEqualTo(1);
        assertThat(ErasedAliases.keyPlain(DATABASE.jdbc(), ProjectedDatabase.HASHES)).isZero();
        assertThat(ErasedAliases.keyless(DATABASE.jdbc(), ProjectedDatabase.HASHES)).isZero();
        assertThat(
                        DATABASE.jdbc()
                                .queryForObject(
                                        "select alias_hash from erased_alias", byte[].class))
                .isNotEqualTo(plain);
        assertThat(strings("select wamid from message")).isEmpty();
    }

    private ErasedPerson person(String digits, Instant at) {
        byte[] names =
                PersonAlias.encrypt(
                        CIPHER, NUMBER, List.of(new PersonAlias(PersonAlias.Kind.PHONE, digits)));
        return records.person(NUMBER, names, at);
    }

    private ContactEraser eraser(Instant now) {
        return Erasers.ofContacts(DATABASE, folder, now);
    }

    private static long contactOf(String wamid) {
        return Long.parseLong(
                strings("select conversation_id from message where wamid = '" + wamid + "'")
                        .getFirst());
    }

    private static List<String> strings(String sql) {
        return DATABASE.jdbc().queryForList(sql, String.class).stream()
                .map(String::valueOf)
                .toList();
    }
}
