package dev.coexistence.conversation.page.connections;

/** How many messages passed through a number lately. */
public interface Passing {
    /** In the last minute. */
    Count lastMinute(String phoneNumberId);

    /**
     * @param api sent by programs
     * @param others received, or sent from the app
     */
    record Count(long api, long others) {}
}
