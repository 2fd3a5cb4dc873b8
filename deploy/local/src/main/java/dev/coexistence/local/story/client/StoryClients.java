package dev.coexistence.local.story.client;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything with which the story reaches the system.
 *
 * @param token of the program that tells the story; empty where nobody is asked
 * @param web HTTP with that token
 * @param outside HTTP of somebody whom the system does not know, as Meta, or who watches it
 * @param operator HTTP of the platform's operators
 * @param person at the page
 */
public record StoryClients(
        RunningSystem system,
        Supplier<Optional<String>> token,
        JsonHttpClient web,
        JsonHttpClient outside,
        JsonHttpClient operator,
        PersonSession person,
        EventLog log,
        SimulatorClient simulator,
        ConversationClient conversations) {
    public static StoryClients of(RunningSystem system) {
        Supplier<Optional<String>> token = tokens(system, DemoIdentity.PROGRAM);
        var web = new JsonHttpClient(token);
        var outside = new JsonHttpClient();
        var person = PersonSession.owner(system.at().conversation(), system.identity());
        return new StoryClients(
                system,
                token,
                web,
                outside,
                new JsonHttpClient(tokens(system, DemoIdentity.OPERATOR_PROGRAM)),
                person,
                new EventLog(system),
                new SimulatorClient(outside, system.at().simulator()),
                new ConversationClient(web, person, system.at().conversation()));
    }

    /**
     * The name under which the system notes what the story does: the caller's where it knows it.
     */
    public String signature(String stated) {
        return system.identity() == null ? stated : DemoIdentity.PROGRAM_NAME;
    }

    public void leave() {
        log.close();
        web.close();
        outside.close();
        operator.close();
        person.close();
    }

    private static Supplier<Optional<String>> tokens(RunningSystem system, String program) {
        DemoIdentity identity = system.identity();
        return identity == null ? Optional::empty : ProgramTokens.of(identity, program);
    }
}
