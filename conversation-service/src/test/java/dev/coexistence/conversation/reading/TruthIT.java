package dev.coexistence.conversation.reading;

import static dev.coexistence.conversation.projection.Events.at;
import static dev.coexistence.conversation.projection.Events.echo;
import static dev.coexistence.conversation.projection.Events.imported;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.phone;
import static dev.coexistence.conversation.projection.Events.progress;
import static dev.coexistence.conversation.projection.Events.result;
import static dev.coexistence.conversation.projection.Events.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.HistoryKind;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.MetaError;
import dev.coexistence.schemas.events.SendOutcomeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is said of a conversation and of an import. */
class TruthIT {
    @RegisterExtension static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("truth");

    private static final String NUMBER = "900000000000001";
    private static final Identity ANA = phone("15550100999");

    @Test
    void opensTheWindowForADayByTheCustomersLastLiveMessage() {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", ANA, "first", 1),
                        inbound(NUMBER, "w2", ANA, "second", 60)));

        WindowView open = conversation(at(100)).window();
        assertThat(open.open()).isTrue();
        assertThat(open.until()).isEqualTo(at(60).plus(Duration.ofHours(24)));
        assertThat(open.openedByWamid()).isEqualTo("w2");
        assertThat(open.why()).isEqualTo("OPEN");
        WindowView over = conversation(at(60).plus(Duration.ofHours(24))).window();
        assertThat(over.open()).isFalse();
        assertThat(over.openedByWamid()).isEqualTo("w2");
        assertThat(over.why()).isEqualTo("EXPIRED");
    }

    @Test
    void opensNoWindowByThePhoneAProgramOrAnImport() {
        DATABASE.project(
                List.of(
                        echo(NUMBER, "w1", ANA, "from the phone", 1),
                        imported(NUMBER, "w2", false, ANA, "imported", 2),
                        result(NUMBER, "c1", SendOutcomeKind.ACCEPTED, ANA, 3)
                                .setWamid("w3")
                                .build()));

        WindowView window = conversation(at(100)).window();

        assertThat(window.open()).isFalse();
        assertThat(window.until()).isNull();
        assertThat(window.why()).isEqualTo("NEVER_OPENED");
        assertThat(conversation(at(100)).unread()).isZero();
    }

    @Test
    void showsThePriceThatMetaReportedOfAProgramsMessage() {
        DATABASE.project(
                List.of(
                        result(NUMBER, "c1", SendOutcomeKind.ACCEPTED, ANA, 3)
                                .setWamid("w1")
                                .build(),
                        status(NUMBER, "w1", "sent", ANA, 4)
                                .setPricingModel("PMP")
                                .setPricingType("regular")
                                .setPricingCategory("service")
                                .build()));
        assertThat(last().sender()).isEqualTo("API");
        assertThat(last().reference()).isEqualTo("campaign");
        assertThat(last().price()).isEqualTo(new MessageView.Price("PMP", "regular", "service"));

        DATABASE.project(List.of(echo(NUMBER, "w2", ANA, "from the phone", 5)));

        assertThat(last().sender()).isEqualTo("APP");
        assertThat(last().price()).isNull();
    }

    @Test
    void keepsTheFirstWordingOfAnEditedMessage() {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", ANA, "before", 1),
                        dev.coexistence.conversation.projection.Events.inboundOf(
                                        NUMBER, "w2", ANA, "edit", 2)
                                .setTargets("w1")
                                .setPreview("after")
                                .build()));

        assertThat(last().text()).isEqualTo("after");
        assertThat(last().edited()).isEqualTo(new MessageView.Edited(at(2), "before"));
    }

    @Test
    void saysHowTheImportStands() {
        DATABASE.project(List.of(inbound(NUMBER, "w1", ANA, "hello", 1)));
        assertThat(history(at(1)).state()).isEqualTo("NONE");

        DATABASE.project(List.of(progress(NUMBER, 0, 1, 20), progress(NUMBER, 0, 2, 55)));
        HistoryView running = history(at(10_100));
        assertThat(running.state()).isEqualTo("RUNNING");
        assertThat(running.progress()).isEqualTo(55);
        assertThat(running.chunks()).isEqualTo(2);
        assertThat(running.messages()).isEqualTo(20);
        assertThat(history(at(10_001).plus(Duration.ofHours(24))).state()).isEqualTo("OVERDUE");

        DATABASE.project(List.of(progress(NUMBER, 2, 1, 100)));
        assertThat(history(at(10_100)).state()).isEqualTo("COMPLETE");
    }

    @Test
    void saysThatTheOwnerDeclined() {
        DATABASE.project(
                List.of(
                        HistoryEvent.newBuilder()
                                .setEventId("declined")
                                .setPhoneNumberId(NUMBER)
                                .setKind(HistoryKind.DECLINED)
                                .setDeclined(
                                        MetaError.newBuilder()
                                                .setCode(2593109)
                                                .setTitle("History sync is turned off")
                                                .build())
                                .setReceivedAt(at(5))
                                .build()));

        assertThat(history(at(10)).state()).isEqualTo("DECLINED");
        assertThat(history(at(10)).code()).isEqualTo(2593109);
    }

    @Test
    void countsEachMessageOnceByItsSender() {
        var events =
                List.of(
                        inbound(NUMBER, "w1", ANA, "hello", 1),
                        echo(NUMBER, "w2", ANA, "hi", 2),
                        imported(NUMBER, "w3", true, ANA, "old", 0),
                        result(NUMBER, "c1", SendOutcomeKind.QUEUED, ANA, 3).build());
        double before = counted();
        DATABASE.project(events);
        DATABASE.project(events);

        assertThat(counted() - before).isEqualTo(4);
    }

    private static double counted() {
        return DATABASE.meters().get("whatsapp.conversation.messages").counters().stream()
                .mapToDouble(io.micrometer.core.instrument.Counter::count)
                .sum();
    }

    private static HistoryView history(Instant now) {
        return new NumberReader(DATABASE.access(), () -> now)
                .find(Caller.open(), NUMBER)
                .orElseThrow()
                .history();
    }

    private static MessageView last() {
        MessageView last = conversation(at(100)).lastMessage();
        assertThat(last).isNotNull();
        return java.util.Objects.requireNonNull(last);
    }

    private static ConversationView conversation(Instant now) {
        return new ConversationReader(
                        DATABASE.access(), new MessageReader(DATABASE.access()), () -> now)
                .list(Caller.open(), new ConversationQuery(NUMBER, null, null, null, null, 50))
                .items()
                .getFirst();
    }
}
