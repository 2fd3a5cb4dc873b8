package dev.coexistence.conversation.page.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CommandWaitTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void whatTheSenderSaysOfTheCommandComesFirst() {
        assertThat(
                        wait(
                                "{'status':'QUEUED','waitsFor':'PAIR_LIMIT','waitSeconds':11.8}",
                                "{'heldFor':'X'}"))
                .isEqualTo(new CommandWait("PAIR_LIMIT", 12L));
    }

    @Test
    void elseTheQueueOfItsNumber() {
        assertThat(wait("{'status':'QUEUED'}", "{'heldFor':'SUSPENDED'}"))
                .isEqualTo(new CommandWait("HELD", null));
        assertThat(wait("{'status':'QUEUED'}", "{'total':200,'etaSeconds':9.6}"))
                .isEqualTo(new CommandWait("BUDGET", 10L));
        assertThat(wait("{'status':'QUEUED'}", "{'total':1,'etaSeconds':0.05}"))
                .isEqualTo(CommandWait.NONE);
    }

    @Test
    void whatIsSentWaitsForNothing() {
        assertThat(wait("{'status':'ACCEPTED','waitsFor':'BUDGET'}", "{'heldFor':'X'}"))
                .isEqualTo(CommandWait.NONE);
    }

    private static CommandWait wait(String command, String queue) {
        return CommandWait.read(
                JSON.readTree(command.replace('\'', '"')), JSON.readTree(queue.replace('\'', '"')));
    }
}
