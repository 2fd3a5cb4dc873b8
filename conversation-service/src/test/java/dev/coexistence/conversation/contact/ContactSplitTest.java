package dev.coexistence.conversation.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.contact.ContactNames.Book;
import dev.coexistence.conversation.contact.ContactSplit.Group;
import dev.coexistence.conversation.contact.ContactSplit.Node;
import dev.coexistence.conversation.message.Peer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContactSplitTest {
    private static final String NUMBER = "900000000000001";
    private static final String PHONE = "15550100999";
    private static final Node UNTIL = phone(PHONE, Instant.EPOCH, at(20), at(10));
    private static final Node FROM = phone(PHONE, at(20), Instant.MAX, null);
    private static final Node ANA = user("US.1");
    private static final Node BEN = user("US.2");

    @Test
    void partsWhoWasSeenWithANumberBeforeAndAfterItChangedHands() {
        var parting =
                new ContactSplit(
                        List.of(UNTIL, FROM, ANA, BEN),
                        List.of(seen("US.1", 10), seen("US.2", 30), seen("US.2", 31)));

        List<Group> groups = parting.groups(UNTIL, FROM);

        assertThat(groups).hasSize(2);
        assertThat(groups.getFirst().nodes()).containsExactlyInAnyOrder(UNTIL, ANA);
        assertThat(groups.getLast().nodes()).containsExactlyInAnyOrder(FROM, BEN);
        assertThat(groups.getLast().sightings()).hasSize(2);
    }

    @Test
    void leavesTogetherWhoHasTheNumberAgain() {
        var parting =
                new ContactSplit(
                        List.of(UNTIL, FROM, ANA), List.of(seen("US.1", 10), seen("US.1", 30)));

        assertThat(parting.groups(UNTIL, FROM)).hasSize(1);
    }

    @Test
    void leavesANumberToNobodyWhereNobodyWasSeenWithIt() {
        var parting = new ContactSplit(List.of(UNTIL, FROM, ANA), List.of(seen("US.1", 10)));

        assertThat(parting.groups(UNTIL, FROM).getFirst().nodes())
                .containsExactlyInAnyOrder(UNTIL, ANA);
    }

    @Test
    void goesOnAsWhoTookTheNumberWhereNobodyHadIt() {
        var never = phone(PHONE, Instant.EPOCH, at(20), at(30));
        var parting = new ContactSplit(List.of(never, FROM, BEN), List.of(seen("US.2", 30)));

        List<Group> groups = parting.groups(never, FROM);

        assertThat(groups).hasSize(1);
        assertThat(groups.getFirst().nodes()).containsExactlyInAnyOrder(FROM, BEN);
    }

    @Test
    void givesEachTheNamesThatWereTheirs() {
        var book = new Book(at(30), "Ben Example", "Ben", false);
        var parting =
                new ContactSplit(
                        List.of(UNTIL, FROM),
                        List.of(
                                seen(peer(null, "Ana"), at(10), null),
                                seen(peer(null, "Ben"), at(30), book)));
        var both =
                new ContactNames(
                        new ContactNames.RecordedName(at(30), "Ben"),
                        book,
                        null,
                        new ContactNames.RecordedName(at(30), PHONE),
                        null);

        List<Group> groups = parting.groups(UNTIL, FROM);

        ContactNames bens = groups.getLast().names();
        ContactNames anas = both.split(bens, groups.getFirst().names());
        assertThat(bens.line()).isEqualTo("Ben\nBen Example\nBen\n" + PHONE + "\n");
        assertThat(anas.line()).isEqualTo("Ana\n" + PHONE + "\n");
    }

    @Test
    void doesNotDependOnTheOrderOfWhatWasSeen() {
        long seed = Long.getLong("coexistence.seed", System.nanoTime());
        var random = new Random(seed);
        for (int story = 0; story < 1_000; story++) {
            var sightings = new ArrayList<Sighting>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                String user = random.nextInt(3) == 0 ? null : "US." + (1 + random.nextInt(2));
                sightings.add(
                        seen(
                                peer(user, random.nextBoolean() ? "Name" + i : null),
                                at(1 + random.nextInt(40)),
                                null));
            }
            List<String> expected = words(sightings);
            Collections.shuffle(sightings, random);

            assertThat(words(sightings)).as("seed %d, story %d", seed, story).isEqualTo(expected);
        }
    }

    private static List<String> words(List<Sighting> sightings) {
        return new ContactSplit(List.of(UNTIL, FROM, ANA, BEN), sightings)
                .groups(UNTIL, FROM).stream()
                        .map(group -> group.nodes() + " " + group.names())
                        .sorted()
                        .toList();
    }

    private static Sighting seen(String user, int second) {
        return seen(peer(user, null), at(second), null);
    }

    private static Peer peer(@Nullable String user, @Nullable String profile) {
        return new Peer(PHONE, user, null, null, null, profile);
    }

    private static Node phone(
            String phone, Instant since, Instant until, @Nullable Instant firstAt) {
        return new Node(new Alias(Alias.Kind.PHONE, phone), since, until, firstAt);
    }

    private static Node user(String id) {
        return new Node(new Alias(Alias.Kind.BSUID, id), Instant.EPOCH, Instant.MAX, Instant.EPOCH);
    }

    private static Instant at(int second) {
        return Instant.parse("2026-06-01T10:00:00Z").plusSeconds(second);
    }

    private static Sighting seen(Peer peer, Instant at, @Nullable Book book) {
        return Sighting.of(NUMBER, peer, at, at, book, null);
    }
}
