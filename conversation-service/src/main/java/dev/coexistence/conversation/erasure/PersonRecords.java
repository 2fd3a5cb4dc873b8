package dev.coexistence.conversation.erasure;

import dev.coexistence.conversation.contact.Alias;
import dev.coexistence.conversation.contact.ErasedAliases;
import dev.coexistence.schemas.AliasHash;
import dev.coexistence.schemas.PersonAlias;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.recipient.PhoneSpellings;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Records of one person, found by every alias, and the list of erased people. */
@Component
class PersonRecords {
    private static final String NAMED =
            " and (peer_phone = any (?) or peer_bsuid = any (?) or peer_parent = any (?))";

    private final JdbcTemplate database;
    private final AliasHash hashes;
    private final TokenCipher cipher;

    PersonRecords(JdbcTemplate database, AliasHash hashes, TokenCipher cipher) {
        this.database = database;
        this.hashes = hashes;
        this.cipher = cipher;
    }

    /** A contact with all its names: its own, and those that its messages carry. */
    ErasedPerson person(String phoneNumberId, long contact, Instant erasedAt) {
        Set<Alias> aliases = new LinkedHashSet<>();
        database.query(
                """
                select distinct kind, value from contact_alias where contact_id = ? and kind <> 'MESSAGE'
                union select 'PHONE', phone from contact where id = ? and phone is not null
                union select 'PHONE', peer_phone from message where conversation_id = ? and peer_group is null and peer_phone is not null
                union select 'BSUID', peer_bsuid from message where conversation_id = ? and peer_group is null and peer_bsuid is not null
                union select 'PARENT', peer_parent from message where conversation_id = ? and peer_group is null and peer_parent is not null
                """,
                row -> {
                    aliases.add(new Alias(Alias.Kind.valueOf(row.getString(1)), row.getString(2)));
                },
                contact,
                contact,
                contact,
                contact,
                contact);
        return new ErasedPerson(phoneNumberId, addSpellings(aliases), erasedAt);
    }

    /** The person of an erasure that somebody told of. */
    ErasedPerson person(String phoneNumberId, byte[] encryptedAliases, Instant erasedAt) {
        Set<Alias> aliases = new LinkedHashSet<>();
        for (PersonAlias alias : PersonAlias.decrypt(cipher, phoneNumberId, encryptedAliases)) {
            aliases.add(
                    new Alias(
                            switch (alias.kind()) {
                                case PHONE -> Alias.Kind.PHONE;
                                case BSUID -> Alias.Kind.BSUID;
                                case PARENT_BSUID -> Alias.Kind.PARENT;
                                case USERNAME -> Alias.Kind.USERNAME;
                            },
                            alias.value()));
        }
        return new ErasedPerson(phoneNumberId, addSpellings(aliases), erasedAt);
    }

    /** Contacts that have one of the sure names. */
    List<Long> contacts(ErasedPerson person) {
        return ids(
                """
                select distinct coalesce(c.merged_into, c.id) from contact_alias a join contact c on c.id = a.contact_id
                 where a.phone_number_id = ? and a.value = any (?) and a.kind in ('PHONE', 'BSUID', 'PARENT')
                   and a.since <= ?
                """,
                person.phoneNumberId(),
                person.values(),
                Timestamp.from(person.erasedAt()));
    }

    boolean wroteAfter(long contact, Instant at) {
        return Boolean.TRUE.equals(
                database.queryForObject(
                        "select exists (select 1 from message where conversation_id = ? and occurred_at > ?)",
                        Boolean.class,
                        contact,
                        Timestamp.from(at)));
    }

    void remember(ErasedPerson person) {
        ErasedAliases.remember(
                database, hashes, person.phoneNumberId(), person.aliases(), person.erasedAt());
    }

    /** Messages of the person's thread, and those of or to the person that stand elsewhere. */
    List<Long> messages(ErasedPerson person, long contact) {
        Timestamp upTo = Timestamp.from(person.erasedAt());
        String[] values = person.values();
        return ids(
                "select id from message where conversation_id = ? and (occurred_at is null or occurred_at <= ?)"
                        + " union select id from message where phone_number_id = ?"
                        + " and (occurred_at is null or occurred_at <= ?)"
                        + NAMED,
                contact,
                upTo,
                person.phoneNumberId(),
                upTo,
                values,
                values,
                values);
    }

    private List<Long> ids(String sql, Object... arguments) {
        return database.query(sql, (row, _) -> row.getLong(1), arguments);
    }

    /** Other threads in which some of these messages stand. */
    List<Long> groups(List<Long> messages, long contact) {
        return ids(
                "select distinct conversation_id from message where id = any (?) and conversation_id <> ?",
                (Object) messages.toArray(Long[]::new),
                contact);
    }

    /**
     * Statuses, changes and sightings that name the person and belong to no message that is kept.
     */
    void removeRest(ErasedPerson person) {
        Timestamp upTo = Timestamp.from(person.erasedAt());
        String[] patterns =
                Stream.of(person.values())
                        .map(value -> "%" + value.replaceAll("([\\\\%_])", "\\\\$1") + "%")
                        .toArray(String[]::new);
        database.update(
                """
                with gone as (
                    delete from message_status where phone_number_id = ? and occurred_at <= ?
                       and (recipient = any (?) or json like any (?)) returning phone_number_id, wamid)
                delete from message m using gone
                 where m.phone_number_id = gone.phone_number_id and m.wamid = gone.wamid and m.conversation_id is null
                """,
                person.phoneNumberId(),
                upTo,
                person.values(),
                patterns);
        database.update(
                "delete from message_change where phone_number_id = ? and occurred_at <= ? and json like any (?)",
                person.phoneNumberId(),
                upTo,
                patterns);
        database.update(
                """
                delete from contact_sighting where phone_number_id = ? and at <= ?
                   and (phone = any (?) or bsuid = any (?) or parent = any (?) or previous_bsuid = any (?)
                        or previous_parent = any (?) or moved_to = any (?))
                """,
                person.phoneNumberId(),
                upTo,
                person.values(),
                person.values(),
                person.values(),
                person.values(),
                person.values(),
                person.values());
    }

    /** Tells the other services, when this transaction commits. */
    void publish(ErasedPerson person) {
        List<PersonAlias> names =
                person.aliases().stream().flatMap(PersonRecords::convert).distinct().toList();
        database.update(
                "insert into erasure_outbox (erasure_id, phone_number_id, encrypted_aliases, erased_at) values (?, ?, ?, ?)",
                UUID.randomUUID().toString(),
                person.phoneNumberId(),
                PersonAlias.encrypt(cipher, person.phoneNumberId(), names),
                Timestamp.from(person.erasedAt()));
    }

    private static Stream<PersonAlias> convert(Alias alias) {
        return switch (alias.kind()) {
            case PHONE -> Stream.of(new PersonAlias(PersonAlias.Kind.PHONE, alias.value()));
            case BSUID -> Stream.of(new PersonAlias(PersonAlias.Kind.BSUID, alias.value()));
            case PARENT -> Stream.of(new PersonAlias(PersonAlias.Kind.PARENT_BSUID, alias.value()));
            case USERNAME -> Stream.of(new PersonAlias(PersonAlias.Kind.USERNAME, alias.value()));
            case GROUP, MESSAGE -> Stream.empty();
        };
    }

    private static Set<Alias> addSpellings(Set<Alias> aliases) {
        Set<Alias> all = new LinkedHashSet<>(aliases);
        for (Alias alias : aliases) {
            if (alias.kind() == Alias.Kind.PHONE) {
                PhoneSpellings.others(alias.value())
                        .forEach(other -> all.add(new Alias(Alias.Kind.PHONE, other)));
            }
        }
        return all;
    }
}
