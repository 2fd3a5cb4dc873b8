package dev.coexistence.conversation.sending;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.client.ServiceClient.Answer;
import dev.coexistence.conversation.client.ServiceClients;
import dev.coexistence.conversation.sending.SendingOutcome.DispatcherAway;
import dev.coexistence.conversation.sending.SendingOutcome.Queued;
import dev.coexistence.conversation.sending.SendingOutcome.Refused;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Sends commands to the dispatcher. The command id makes a repetition harmless. */
@Component
public class CommandSender {
    private final ServiceClients services;

    public CommandSender(ServiceClients services) {
        this.services = services;
    }

    /**
     * @param command the body of {@code POST /v1/messages}, without the command id
     */
    public SendingOutcome send(Caller caller, String commandId, Map<String, Object> command) {
        return switch (services.commands(caller).postOnce("/v1/messages", commandId, command)) {
            case Answer.Said _ -> new Queued(commandId);
            case Answer.Refused refused when refused.status() < 500 ->
                    new Refused(refused.status(), refused.problem().path("detail").asString(null));
            case Answer.Unreadable(int status) when status < 300 -> new Queued(commandId);
            case Answer.Unreadable(int status) when status < 500 -> new Refused(status, null);
            case Answer.Refused _, Answer.Unreadable _, Answer.Away _ -> new DispatcherAway();
        };
    }
}
