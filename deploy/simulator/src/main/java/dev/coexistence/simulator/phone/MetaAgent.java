package dev.coexistence.simulator.phone;

import dev.coexistence.simulator.number.CustomerIds;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.webhook.HandoverShape;
import dev.coexistence.simulator.webhook.StandbyForm;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Meta's own agent on a number: while it holds a thread, webhooks come as {@code standby}. */
public final class MetaAgent {
    private final SimulatedNumber number;
    private final Phone.Surroundings around;

    public MetaAgent(SimulatedNumber number, Phone.Surroundings around) {
        this.number = number;
        this.around = around;
    }

    /** A customer writes to the agent; opens the 24 h window. Returns the wamid. */
    public String customerWrites(StandbyForm form, Phone.Sender from, ObjectNode content) {
        String wamid = around.ledger().wamid();
        Instant now = around.clock().instant();
        synchronized (number) {
            if (!number.connected()) {
                return wamid;
            }
            number.traffic().customerWrote(CustomerIds.digits(from.phone()), now);
            count();
        }
        around.events().standby(number, form, from.customer(), wamid, now, content);
        return wamid;
    }

    /** The agent answers: nobody opened the app. Returns the wamid. */
    public String answers(StandbyForm form, Phone.Sender to, ObjectNode content) {
        String wamid = around.ledger().wamid();
        synchronized (number) {
            if (!number.connected()) {
                return wamid;
            }
            count();
        }
        Instant now = around.clock().instant();
        around.events().agentAnswer(number, form, to.customer(), wamid, now, content);
        return wamid;
    }

    /** The thread of a customer goes from one owner to another. */
    public void handsOver(HandoverShape shape, Phone.Sender customer, String from, String to) {
        around.events()
                .handover(number, shape, customer.customer(), from, to, around.clock().instant());
    }

    private void count() {
        if (around.countInbound()) {
            number.traffic().recordOther(around.ticker().getAsLong());
        }
    }
}
