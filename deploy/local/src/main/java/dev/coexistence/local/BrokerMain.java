package dev.coexistence.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Runs a broker until the process is asked to end. Arguments: folder, port, controller port, and
 * perhaps a file with more settings.
 */
public final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] arguments) throws IOException {
        var settings =
                new BrokerSettings(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]));
        if (arguments.length > 3) {
            settings = settings.with(read(Path.of(arguments[3])));
        }
        BrokerServer broker = BrokerServer.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "broker-stop"));
        broker.awaitStop();
    }

    private static Map<String, String> read(Path file) throws IOException {
        var read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
        }
        var settings = new HashMap<String, String>();
        read.stringPropertyNames().forEach(name -> settings.put(name, read.getProperty(name)));
        return settings;
    }
}
