package dev.coexistence.conversation.standby;

import static dev.coexistence.conversation.projection.Events.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.ConversationMetrics;
import dev.coexistence.conversation.projection.Events;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.events.EchoSender;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.InboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StandbyWatchIT {
    @RegisterExtension static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("standby");

    private static final String NUMBER = "900000000000001";
    private static final Identity ANA = Events.phone("15550100999");
    private static final Identity BEN = Events.phone("15550100888");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConversationMetrics metrics = new ConversationMetrics(meters);

    @Test
    void countsCustomersWhomNobodyAnswersWhileMetasAgentHasTheThread() {
        DATABASE.project(
                List.of(
                        standby("w1", ANA, 0),
                        standby("w2", ANA, 800),
                        standby("w3", BEN, 0),
                        Events.inbound(NUMBER, "w4", Events.phone("15550100777"), "ours", 0)));

        assertThat(unansweredAt(899)).isZero();
        assertThat(unansweredAt(900)).isEqualTo(2);
        assertThat(unansweredAt(24 * 3600 + 900)).isZero();
    }

    @Test
    void takesTheAgentThePhoneAndAProgramForAnAnswer() {
        DATABASE.project(List.of(standby("w1", ANA, 0), standby("w2", BEN, 0)));
        assertThat(unansweredAt(1_000)).isEqualTo(2);

        DATABASE.project(
                List.of(
                        Events.echoOf(NUMBER, "w3", ANA, "text", 5)
                                .setSender(EchoSender.META_AGENT)
                                .build()));
        assertThat(unansweredAt(1_000)).isEqualTo(1);

        DATABASE.project(List.of(Events.echo(NUMBER, "w4", BEN, "by hand", 9)));
        assertThat(unansweredAt(1_000)).isZero();

        DATABASE.project(List.of(standby("w5", ANA, 20)));
        assertThat(unansweredAt(1_000)).isEqualTo(1);
    }

    @Test
    void takesAHandOverForNoAnswer() {
        DATABASE.project(
                List.of(
                        standby("w1", ANA, 0),
                        Events.account(NUMBER, "messaging_handovers", ANA, "{}", 3).build()));

        assertThat(unansweredAt(1_000)).isEqualTo(1);
    }

    private double unansweredAt(int second) {
        new StandbyWatch(
                        DATABASE.jdbc(),
                        new StandbySettings(Duration.ofMinutes(15)),
                        () -> at(second),
                        metrics)
                .countNow();
        return meters.get("whatsapp.conversation.standby.unanswered").gauge().value();
    }

    private static InboundMessage standby(String wamid, Identity from, int second) {
        return InboundMessage.newBuilder(Events.inbound(NUMBER, wamid, from, "hello?", second))
                .setField("standby")
                .build();
    }
}
