package dev.coexistence.local;

import java.nio.file.Path;

/** Runs a broker until the process is asked to end. Arguments: folder, port, controller port. */
public final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] arguments) {
        var settings =
                new BrokerSettings(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]));
        BrokerServer broker = BrokerServer.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "broker-stop"));
        broker.awaitStop();
    }
}
