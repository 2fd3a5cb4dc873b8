package dev.coexistence.conversation.projection;

import static dev.coexistence.conversation.projection.Events.both;
import static dev.coexistence.conversation.projection.Events.bsuid;
import static dev.coexistence.conversation.projection.Events.echo;
import static dev.coexistence.conversation.projection.Events.imported;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.phone;
import static dev.coexistence.conversation.projection.Events.result;
import static dev.coexistence.conversation.projection.Events.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.SendOutcomeKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProjectorIT {
    @RegisterExtension
    static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("projector");

    private static final String NUMBER = "900000000000001";
    private static final Identity ANA = phone("15550100999");

    @Test
    void putsCustomerPhoneAndProgramInOneThread() {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", ANA, "hello", 1),
                        echo(NUMBER, "w2", ANA, "hi", 2),
                        result(NUMBER, "c1", SendOutcomeKind.QUEUED, ANA, 3).build()));
        DATABASE.project(
                List.of(
                        result(NUMBER, "c1", SendOutcomeKind.ACCEPTED, ANA, 3)
                                .setWamid("w3")
                                .build(),
                        status(NUMBER, "w3", "delivered", ANA, 5).build()));

        assertThat(
                        DATABASE.jdbc()
                                .queryForList(
                                        "select wamid || ' ' || evidence || ' ' || status from message order by occurred_at",
                                        String.class))
                .containsExactly("w1 4 0", "w2 2 40", "w3 8 60");
        assertThat(count("conversation")).isEqualTo(1);
    }

    @Test
    void aSecondCommandUnderAKnownIdChangesNothingOfTheFirst() {
        DATABASE.project(
                List.of(
                        result(NUMBER, "c7", SendOutcomeKind.QUEUED, ANA, 3).build(),
                        result(NUMBER, "c7", SendOutcomeKind.REJECTED, ANA, 4)
                                .setTerminal(false)
                                .setReason("IDEMPOTENCY_KEY_REUSED")
                                .setPreview("another text")
                                .build()));

        assertThat(count("message where command_id = 'c7' and status = 10")).isEqualTo(1);
        assertThat(count("message where body = 'another text'")).isZero();
    }

    @Test
    void tellsOfNamesOnlyWhereTheyAreOthers() {
        DATABASE.project(List.of(inbound(NUMBER, "w1", ANA, "hello", 1)));
        DATABASE.project(List.of(inbound(NUMBER, "w2", ANA, "again", 2)));
        assertThat(changes("contact.updated")).isEqualTo(1);

        Identity named = Identity.newBuilder(ANA).setProfileName("Ana").build();
        DATABASE.project(List.of(inbound(NUMBER, "w3", named, "by name", 3)));
        assertThat(changes("contact.updated")).isEqualTo(2);
    }

    @Test
    void joinsWhatComesTooEarly() {
        DATABASE.project(
                List.of(
                        status(NUMBER, "w3", "read", ANA, 9).setCallbackData("c1").build(),
                        Events.inboundOf(NUMBER, "w9", ANA, "revoke", 8).setTargets("w1").build()));
        assertThat(count("message where conversation_id is null")).isEqualTo(2);

        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", ANA, "hello", 1),
                        result(NUMBER, "c1", SendOutcomeKind.QUEUED, ANA, 3).build()));

        assertThat(count("message where conversation_id is null")).isZero();
        assertThat(count("message where wamid = 'w1' and revoked_at is not null")).isEqualTo(1);
        assertThat(count("message where wamid = 'w3' and status = 70 and evidence = 8"))
                .isEqualTo(1);
    }

    @Test
    void replacesAPlaceholderByTheMessage() {
        var ghost =
                Events.inboundOf(NUMBER, "w1", ANA, "unsupported", 1).setPlaceholder(true).build();
        DATABASE.project(List.of(ghost));
        DATABASE.project(List.of(inbound(NUMBER, "w1", ANA, "hello", 1)));
        DATABASE.project(List.of(ghost));

        assertThat(count("message where body = 'hello' and type = 'text'")).isEqualTo(1);
        assertThat(count("conversation where unread = 1")).isEqualTo(1);
    }

    @Test
    void anImportNeverCountsAsUnreadNorOpensAWindow() {
        DATABASE.project(List.of(imported(NUMBER, "w1", false, ANA, "old", 1)));

        assertThat(count("conversation where unread = 0 and in_at is null")).isEqualTo(1);

        DATABASE.project(List.of(inbound(NUMBER, "w1", ANA, "old", 1)));

        assertThat(count("conversation where unread = 1 and in_at is not null")).isEqualTo(1);
    }

    @Test
    void mergesContactsThatOneEventNamesTogether() {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", ANA, "by phone", 1),
                        inbound(NUMBER, "w2", bsuid("US.1"), "by id", 2)));
        assertThat(count("conversation")).isEqualTo(2);

        DATABASE.project(List.of(inbound(NUMBER, "w3", both("15550100999", "US.1"), "by both", 3)));

        assertThat(count("conversation where unread = 3")).isEqualTo(1);
        assertThat(count("conversation")).isEqualTo(1);
        assertThat(count("contact_merge")).isEqualTo(1);
    }

    @Test
    void followsACustomerToAnotherNumberAndLeavesTheOldOneToTheNextOwner() {
        var moved =
                Events.inboundOf(NUMBER, "w2", ANA, "system", 20)
                        .setJson(
                                "{\"system\":{\"type\":\"user_changed_number\",\"wa_id\":\"15550100888\"}}")
                        .build();
        var before = inbound(NUMBER, "w1", ANA, "my old number", 10);
        var after = inbound(NUMBER, "w3", phone("15550100888"), "my new number", 30);
        var somebodyElse = inbound(NUMBER, "w4", ANA, "I have that number now", 40);

        for (var order :
                List.of(
                        List.of(before, moved, after, somebodyElse),
                        List.of(somebodyElse, after, before, moved))) {
            DATABASE.clear();
            order.forEach(event -> DATABASE.project(List.of(event)));

            assertThat(
                            DATABASE.jdbc()
                                    .queryForList(
                                            "select string_agg(wamid, ',' order by occurred_at) from message"
                                                    + " group by conversation_id order by 1",
                                            String.class))
                    .containsExactly("w1,w2,w3", "w4");
        }
    }

    @Test
    void keepsEverythingOfTheNextOwnerWithThemHoweverLateTheMoveIsTold() {
        var moved =
                Events.inboundOf(NUMBER, "w2", ANA, "system", 20)
                        .setJson(
                                "{\"system\":{\"type\":\"user_changed_number\",\"wa_id\":\"15550100888\"}}")
                        .build();
        var before = inbound(NUMBER, "w1", both("15550100999", "US.1"), "my old number", 10);
        var entry = Events.contact(NUMBER, ANA, "Ben Example", false, 30);
        var told = status(NUMBER, "w9", "read", both("15550100999", "US.2"), 40).build();
        var after = inbound(NUMBER, "w3", bsuid("US.2"), "I have that number now", 50);

        for (var order :
                List.of(
                        List.of(before, moved, entry, told, after),
                        List.of(entry, told, after, before, moved),
                        List.of(after, told, before, entry, moved, moved, entry))) {
            DATABASE.clear();
            order.forEach(event -> DATABASE.project(List.of(event)));

            assertThat(
                            DATABASE.jdbc()
                                    .queryForList(
                                            "select coalesce(book_name, 'nobody') || ' ' || (select string_agg(wamid, ',' order by occurred_at)"
                                                    + " from message where conversation_id = contact.id)"
                                                    + " from contact where merged_into is null order by 1",
                                            String.class))
                    .containsExactly("Ben Example w3", "nobody w1,w2");
        }
    }

    @Test
    void neverMakesOneOfTwoPeopleWhoHadTheSameUserName() {
        var first = Identity.newBuilder().setBsuid("US.1").setUsername("ana").build();
        var second = Identity.newBuilder().setBsuid("US.2").setUsername("ana").build();

        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", first, "hello", 1),
                        inbound(NUMBER, "w2", second, "hello too", 2)));

        assertThat(count("conversation")).isEqualTo(2);
    }

    @Test
    void keepsTextThatPostgresCannot() {
        DATABASE.project(List.of(inbound(NUMBER, "w1", ANA, "nul \u0000 and \uD800 alone", 1)));

        assertThat(count("message where body = 'nul \uFFFD and \uFFFD alone'")).isEqualTo(1);
    }

    @Test
    void keepsOddTextAndOldTimesAsTheyCame() {
        String odd = "tab\t line\n slash \\N \"quoted\" {1,2} \u6771\u4eac \uD83C\uDF89";
        Instant old = Instant.parse("1999-12-31T23:59:58.123Z");

        DATABASE.project(
                List.of(
                        Events.inboundOf(NUMBER, "w1", ANA, "text", 1)
                                .setPreview(odd)
                                .setOccurredAt(old)
                                .build()));

        assertThat(DATABASE.jdbc().queryForList("select body from message", String.class))
                .containsExactly(odd);
        assertThat(count("message where occurred_at = '" + old + "'")).isEqualTo(1);
        assertThat(
                        count(
                                "search_text where words = 'tab line slash n quoted 1 2 \u6771\u4eac \uD83C\uDF89'"
                                        + " and cardinality(grams) > 0"))
                .isEqualTo(1);
    }

    @Test
    void aThreadIsReadUpToAMessageAndNotUpToItsSecond() {
        var first = inbound(NUMBER, "w1", ANA, "one", 1);
        var second = inbound(NUMBER, "w2", ANA, "two", 1);
        var later =
                dev.coexistence.schemas.events.InboundMessage.newBuilder(second)
                        .setReceivedAt(second.getReceivedAt().plusMillis(400))
                        .build();
        DATABASE.project(List.of(first, later));

        DATABASE.readMarker().mark(NUMBER, "w1");
        assertThat(count("conversation where unread = 1")).isEqualTo(1);
        assertThat(changes("conversation.read")).isEqualTo(1);
        DATABASE.project(List.of(later, first));
        assertThat(count("conversation where unread = 1")).isEqualTo(1);
        DATABASE.readMarker().mark(NUMBER, "w2");
        assertThat(count("conversation where unread = 0")).isEqualTo(1);
    }

    @Test
    void aMarkMayComeBeforeItsMessage() {
        DATABASE.readMarker().mark(NUMBER, "w2");
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w3", ANA, "three", 3),
                        inbound(NUMBER, "w2", ANA, "two", 2),
                        inbound(NUMBER, "w1", ANA, "one", 1)));

        assertThat(count("conversation where unread = 1")).isEqualTo(1);
    }

    @Test
    void whoAsksForAMarkHasSeenTheMessageWhateverMetaMakesOfIt() {
        DATABASE.project(List.of(inbound(NUMBER, "w1", ANA, "one", 1)));
        DATABASE.project(
                List.of(
                        result(NUMBER, "c1", SendOutcomeKind.QUEUED, ANA, 3)
                                .setType("read")
                                .setMessageJson("{\"status\":\"read\",\"message_id\":\"w1\"}")
                                .build()));

        assertThat(count("conversation where unread = 0")).isEqualTo(1);
        assertThat(count("message")).isEqualTo(1);
    }

    private static int changes(String kind) {
        return count("change_batch, unnest(kinds) as k where k = '" + kind + "'");
    }

    private static int count(String what) {
        Integer count =
                DATABASE.jdbc().queryForObject("select count(*) from " + what, Integer.class);
        return count == null ? -1 : count;
    }
}
