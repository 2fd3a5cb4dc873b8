package dev.coexistence.conversation.reading;

import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.inboundOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Role;
import dev.coexistence.conversation.projection.Events;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.InboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** What a caller without the scope contacts:phone reads, as the API writes it. */
class MaskedViewsIT {
    @RegisterExtension static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("masked");

    private static final String NUMBER = "900000000000001";
    private static final String WAMID = "wamid.HBgLMTU1NTAzMDIwMDU=";
    private static final Identity ANA = named("15550302005", "Ana Vidal");
    private static final Identity BEN = named("15550302006", "Ben Ortiz");
    private static final Caller VIEWER =
            new Caller(Caller.Kind.PERSON, "v", "Viewer", "default", Role.VIEWER.scopes(), null);
    private static final Caller AGENT =
            new Caller(Caller.Kind.PERSON, "a", "Agent", "default", Role.AGENT.scopes(), null);

    private final MessageReader messages = new MessageReader(DATABASE.access());
    private final ConversationReader conversations =
            new ConversationReader(DATABASE.access(), messages, () -> Events.at(100));
    private final ContactReader contacts = new ContactReader(DATABASE.jdbc(), DATABASE.access());

    @BeforeEach
    void tell() {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, WAMID, ANA, "call me at 4", 1),
                        InboundMessage.newBuilder(inbound(NUMBER, "w2", ANA, "as I said", 2))
                                .setRepliesTo(WAMID)
                                .build(),
                        inboundOf(NUMBER, "w3", ANA, "contacts", 3)
                                .setPreview("+1 (555) 030-2007")
                                .setJson(
                                        """
                                        {"type": "contacts", "contacts": [{"phones":
                                          [{"phone": "+1 (555) 030-2007", "wa_id": "15550302007"}]}]}
                                        """)
                                .build(),
                        inboundOf(NUMBER, "w4", ANA, "system", 4)
                                .setPreview("Ana changed from 15550302004 to 15550302005")
                                .setJson(
                                        """
                                        {"type": "system", "system": {"type": "user_changed_number", "wa_id": "15550302005",
                                          "body": "Ana changed from 15550302004 to 15550302005"}}
                                        """)
                                .build(),
                        inGroup(inbound(NUMBER, "g1", BEN, "hi all", 5)),
                        inGroup(
                                inboundOf(NUMBER, "g2", ANA, "reaction", 6)
                                        .setTargets("g1")
                                        .setJson(
                                                """
                                                {"type": "reaction", "reaction": {"message_id": "g1", "emoji": "x"}}
                                                """)
                                        .build())));
        DATABASE.jdbc().update("update number set tenant = 'default'");
    }

    @Test
    void haveNoPhoneNumberAnywhere() {
        String all = JsonMapper.builder().build().writeValueAsString(everything(VIEWER));

        assertThat(all)
                .contains("+*******05", "+*******06", "+*******07", "call me at 4", "Ana Vidal")
                .doesNotContain("1555030", "030-20", "MTU1NTAz");
    }

    @Test
    void areWholeForWhoMaySeePhoneNumbers() {
        String all = JsonMapper.builder().build().writeValueAsString(everything(AGENT));

        assertThat(all).contains("+15550302005", "15550302006", "030-2007", WAMID);
    }

    @Test
    void stillSayWhatIsAnswered() {
        MessageView answer = message("w2");

        assertThat(messages.findQuoted(VIEWER, answer))
                .hasValueSatisfying(quoted -> {
                    assertThat(quoted.text()).isEqualTo("call me at 4");
                    assertThat(quoted.wamid()).isEqualTo(answer.repliesTo());
                });
        assertThat(
                        messages.unmask(
                                VIEWER,
                                Long.parseLong(answer.conversationId()),
                                String.valueOf(answer.repliesTo())))
                .contains(WAMID);
    }

    @Test
    void areNotFoundByDigits() {
        assertThat(found(VIEWER, "15550302005")).isEmpty();
        assertThat(found(VIEWER, "2005")).isEmpty();
        assertThat(found(VIEWER, "Vidal")).hasSize(1);
        assertThat(found(AGENT, "15550302005")).hasSize(1);
        assertThat(contacts.list(VIEWER, NUMBER, "2005", null, 50).items()).isEmpty();
        assertThat(contacts.list(AGENT, NUMBER, "2005", null, 50).items()).hasSize(1);
    }

    @Test
    void leaveTheAddressToTheComposer() {
        String thread = found(VIEWER, "Vidal").getFirst().id();

        ConversationView address =
                conversations.findAddress(VIEWER, Long.parseLong(thread)).orElseThrow();

        assertThat(Objects.requireNonNull(address.contact()).phone()).isEqualTo("+15550302005");
    }

    private List<Object> everything(Caller caller) {
        var all = new ArrayList<Object>();
        var threads = conversations.list(caller, query(null)).items();
        all.addAll(threads);
        for (ConversationView thread : threads) {
            long id = Long.parseLong(thread.id());
            all.add(conversations.find(caller, id).orElseThrow());
            all.addAll(messages.listThread(caller, id, null, 50, true).items());
        }
        all.addAll(contacts.list(caller, NUMBER, null, null, 50).items());
        return all;
    }

    private List<ConversationView> found(Caller caller, String text) {
        return conversations.list(caller, query(text)).items();
    }

    private MessageView message(String wamid) {
        Long id =
                DATABASE.jdbc()
                        .queryForObject(
                                "select id from message where wamid = ?", Long.class, wamid);
        return messages.find(VIEWER, id == null ? 0 : id).orElseThrow();
    }

    private static ConversationQuery query(@org.jspecify.annotations.Nullable String text) {
        return new ConversationQuery(NUMBER, text, null, null, null, 50);
    }

    private static InboundMessage inGroup(InboundMessage message) {
        return InboundMessage.newBuilder(message).setGroupId("Y2FwaV9ncm91cDo5OTk").build();
    }

    private static Identity named(String phone, String name) {
        return Identity.newBuilder().setPhone(phone).setProfileName(name).build();
    }
}
