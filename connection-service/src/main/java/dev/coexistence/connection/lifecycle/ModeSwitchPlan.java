package dev.coexistence.connection.lifecycle;

import dev.coexistence.connection.lifecycle.ConnectionState.Disconnected;
import dev.coexistence.connection.lifecycle.ConnectionState.Party;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of a number to its other mode: disconnect and connect anew, never in place.
 *
 * @param steps who does what, in order
 * @param queue what happens to messages that wait to be sent
 * @param conversations what happens to what was written so far
 */
public record ModeSwitchPlan(
        ConnectionMode from,
        ConnectionMode to,
        List<Step> steps,
        String queue,
        String conversations) {

    /**
     * @param done whether this step lies behind already
     */
    record Step(Party who, String what, boolean done) {}

    public static ModeSwitchPlan of(Connection connection) {
        return switch (connection.mode()) {
            case COEXISTENCE -> toFullMigration(connection);
            case FULL_MIGRATION -> toCoexistence(connection);
        };
    }

    /** The owner's steps in the app; Meta offers no call for them. */
    public static List<String> ownerDisconnects() {
        return List.of(
                "On the phone, open the WhatsApp Business app.",
                "Go to Settings > Account > Business Platform.",
                "Choose the connected platform and Disconnect Account.",
                "Meta reports the end of the link; this system waits for that.");
    }

    private static ModeSwitchPlan toFullMigration(Connection connection) {
        boolean ended = connection.state() instanceof Disconnected;
        var steps = new ArrayList<Step>();
        steps.add(
                new Step(
                        Party.SERVICE,
                        "POST /v1/connections/{phoneNumberId}/disconnect: sending stops, the wish is recorded.",
                        ended || connection.state() instanceof ConnectionState.Disconnecting));
        ownerDisconnects().forEach(what -> steps.add(new Step(Party.OWNER, what, ended)));
        steps.add(
                new Step(
                        Party.OWNER,
                        "Delete the account in the app, which frees the number for the Cloud API alone; back up the chats"
                                + " before.",
                        false));
        steps.add(
                new Step(
                        Party.OWNER,
                        "Start a sign-up with mode FULL_MIGRATION and go through Meta's dialogue.",
                        false));
        steps.add(
                new Step(
                        Party.SERVICE,
                        "Register the number with its PIN and test the link.",
                        false));
        return plan(connection, ConnectionMode.FULL_MIGRATION, steps);
    }

    private static ModeSwitchPlan toCoexistence(Connection connection) {
        boolean ended = connection.state() instanceof Disconnected;
        return plan(
                connection,
                ConnectionMode.COEXISTENCE,
                List.of(
                        new Step(
                                Party.SERVICE,
                                "POST /v1/connections/{phoneNumberId}/disconnect: the number is deregistered.",
                                ended),
                        new Step(
                                Party.OWNER,
                                "Set the number up in the WhatsApp Business app (2.24.17 or newer) and use it there; some"
                                        + " vendors report a waiting time of days to weeks.",
                                false),
                        new Step(
                                Party.OWNER,
                                "Start a sign-up with mode COEXISTENCE, acknowledge what the app loses and go through"
                                        + " Meta's dialogue within 30 minutes.",
                                false),
                        new Step(
                                Party.SERVICE,
                                "Ask the phone for contacts and chats, once each within 24 hours, and test the link.",
                                false)));
    }

    private static ModeSwitchPlan plan(Connection connection, ConnectionMode to, List<Step> steps) {
        return new ModeSwitchPlan(
                connection.mode(),
                to,
                steps,
                "Messages in the queue are held from the disconnect on; their age limits still run. They go out at the new"
                        + " mode's pace when the number is connected again.",
                "Conversations belong to the number, not to its connection: the new epoch continues them. Chats are"
                        + " imported again only in coexistence.");
    }
}
