package dev.coexistence.conversation.reading;

import static dev.coexistence.conversation.projection.Events.bsuid;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.phone;
import static dev.coexistence.conversation.projection.Events.result;
import static dev.coexistence.conversation.projection.Events.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.projection.Events;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.conversation.reading.MessageView.Author;
import dev.coexistence.conversation.reading.MessageView.ParticipantStatus;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.SendOutcomeKind;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A group is a thread of its own kind: nobody's private thread, and nobody's address. */
class GroupIT {
    @RegisterExtension static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("groups");

    private static final String NUMBER = "900000000000001";
    private static final String GROUP = "Y2FwaV9ncm91cDo5OTk";
    private static final Identity ANA = named("15550302005", "Ana Vidal");
    private static final Identity BEN = named("15550302006", "Ben Ortiz");

    @Test
    void isOneThreadWithTheAuthorOfEachMessage() {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "p1", BEN, "private", 1),
                        inGroup("g1", ANA, "g one", 2),
                        inGroup("g2", BEN, "g two", 3)));

        ConversationView group = thread(ConversationView.GROUP);
        assertThat(group.contact()).isNull();
        assertThat(Objects.requireNonNull(group.group()).id()).isEqualTo(GROUP);
        assertThat(group.group().participants()).containsExactly(author(BEN), author(ANA));
        assertThat(messages(group))
                .extracting(MessageView::author)
                .containsExactly(author(BEN), author(ANA));
        assertThat(messages(group)).extracting(MessageView::groupId).containsOnly(GROUP);

        ConversationView direct = thread(ConversationView.DIRECT);
        assertThat(direct.group()).isNull();
        assertThat(Objects.requireNonNull(direct.contact()).phone()).isEqualTo("+15550302006");
        assertThat(messages(direct)).extracting(MessageView::text).containsExactly("private");
        assertThat(messages(direct)).extracting(MessageView::author).containsOnlyNulls();
    }

    @Test
    void takesNoNameAndNoNumberFromWhoWritesInIt() {
        DATABASE.project(List.of(inGroup("g1", ANA, "hi", 1)));
        DATABASE.project(List.of(inGroup("g2", BEN, "hi", 2)));

        assertThat(
                        DATABASE.jdbc()
                                .queryForObject(
                                        "select count(*) from contact where phone is null and profile_name is null",
                                        Integer.class))
                .isEqualTo(1);
        assertThat(found("Ortiz")).isEmpty();
    }

    @Test
    void whatWasSentToItStandsInIt() {
        DATABASE.project(
                List.of(
                        inGroup("g1", ANA, "hi", 1),
                        result(
                                        NUMBER,
                                        "c1",
                                        SendOutcomeKind.ACCEPTED,
                                        Identity.newBuilder().build(),
                                        2)
                                .setGroupId(GROUP)
                                .setWamid("g3")
                                .build()));

        ConversationView group = thread(ConversationView.GROUP);
        assertThat(messages(group)).extracting(MessageView::direction).containsExactly("OUT", "IN");
        assertThat(messages(group).getFirst().author()).isNull();
    }

    @Test
    void aStatusOfOneMemberSaysNothingOfTheOthers() {
        DATABASE.project(
                List.of(
                        result(
                                        NUMBER,
                                        "c1",
                                        SendOutcomeKind.ACCEPTED,
                                        Identity.newBuilder().build(),
                                        2)
                                .setGroupId(GROUP)
                                .setWamid("g3")
                                .build(),
                        member("g3", "delivered", ANA, 3),
                        member("g3", "read", ANA, 4),
                        member("g3", "failed", BEN, 5)));

        MessageView sent = messages(thread(ConversationView.GROUP)).getFirst();
        assertThat(sent.status()).isEqualTo("sent");
        assertThat(sent.failure()).isNull();
        assertThat(sent.participants())
                .containsExactly(
                        new ParticipantStatus("+15550302005", "read", Events.at(4)),
                        new ParticipantStatus("+15550302006", "failed", Events.at(5)));

        DATABASE.project(
                List.of(
                        status(NUMBER, "g3", "read", Identity.newBuilder().build(), 6)
                                .setGroupId(GROUP)
                                .build()));
        assertThat(messages(thread(ConversationView.GROUP)).getFirst().status()).isEqualTo("read");
    }

    @Test
    void eachMemberHasAReactionOfTheirOwn() {
        DATABASE.project(
                List.of(
                        inGroup("g1", ANA, "hi", 1),
                        reaction("r1", ANA, "\uD83D\uDC4D", 2),
                        reaction("r2", BEN, "\uD83D\uDE02", 3)));

        assertThat(messages(thread(ConversationView.GROUP)).getFirst().reactions())
                .extracting(MessageView.Emoji::participant)
                .containsExactlyInAnyOrder("15550302005", "15550302006");
    }

    @Test
    void anEchoThatWentToAGroupIsNoMessageToItsDigits() {
        DATABASE.project(
                List.of(
                        Events.echoOf(NUMBER, "e1", phone("GRP-77"), "text", 1)
                                .setJson(
                                        "{\"type\":\"text\",\"to\":\"GRP-77\",\"recipient_type\":\"group\"}")
                                .build(),
                        Events.echoOf(NUMBER, "e2", bsuid("US.7"), "text", 2).build()));

        assertThat(
                        DATABASE.jdbc()
                                .queryForList(
                                        "select kind || ' ' || value from contact_alias order by 1",
                                        String.class))
                .containsExactly("BSUID US.7", "GROUP GRP-77");
    }

    private static InboundMessage inGroup(String wamid, Identity from, String text, int second) {
        return InboundMessage.newBuilder(inbound(NUMBER, wamid, from, text, second))
                .setGroupId(GROUP)
                .build();
    }

    private static InboundMessage reaction(String wamid, Identity from, String emoji, int second) {
        return Events.inboundOf(NUMBER, wamid, from, "reaction", second)
                .setGroupId(GROUP)
                .setTargets("g1")
                .setJson(
                        "{\"type\":\"reaction\",\"reaction\":{\"message_id\":\"g1\",\"emoji\":\""
                                + emoji
                                + "\"}}")
                .build();
    }

    private static org.apache.avro.specific.SpecificRecord member(
            String wamid, String word, Identity member, int second) {
        return status(NUMBER, wamid, word, member, second)
                .setEventId(wamid + word + second)
                .setGroupId(GROUP)
                .setParticipant(member)
                .build();
    }

    private static Identity named(String phone, String name) {
        return Identity.newBuilder().setPhone(phone).setProfileName(name).build();
    }

    private static Author author(Identity identity) {
        return new Author(
                identity.getProfileName().orElse(null),
                "+" + identity.getPhone().orElse(""),
                null,
                null);
    }

    private static ConversationView thread(String kind) {
        return conversations().list(Caller.open(), query(null)).items().stream()
                .filter(c -> c.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<ConversationView> found(String text) {
        return conversations().list(Caller.open(), query(text)).items();
    }

    private static ConversationQuery query(@org.jspecify.annotations.Nullable String text) {
        return new ConversationQuery(NUMBER, text, null, null, null, 50);
    }

    private static List<MessageView> messages(ConversationView thread) {
        return new MessageReader(DATABASE.access())
                .listThread(Caller.open(), Long.parseLong(thread.id()), null, 50)
                .items();
    }

    private static ConversationReader conversations() {
        return new ConversationReader(
                DATABASE.access(), new MessageReader(DATABASE.access()), () -> Events.at(100));
    }
}
