package dev.coexistence.local.story.client;

/** Everything with which the story reaches the system. */
public record StoryClients(
        RunningSystem system,
        JsonHttpClient web,
        EventLog log,
        SimulatorClient simulator,
        ConversationClient conversations) {
    public static StoryClients of(RunningSystem system) {
        var web = new JsonHttpClient();
        return new StoryClients(
                system,
                web,
                new EventLog(system),
                new SimulatorClient(web, system.at().simulator()),
                new ConversationClient(web, system.at().conversation()));
    }

    public void leave() {
        log.close();
        web.close();
    }
}
