package dev.coexistence.simulator;

import dev.coexistence.simulator.graph.MetaApp;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The simulator as a process of its own. */
public final class SimulatorApplication {
    private static final String LOGGING = "logback.configurationFile";

    private static final String LOOPS = "reactor.netty.ioWorkerCount";

    private SimulatorApplication() {}

    public static void main(String[] args) throws InterruptedException {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "simulator-logback.xml");
        }
        if (System.getProperty(LOOPS) == null) {
            System.setProperty(LOOPS, "2");
        }
        Map<String, String> environment = System.getenv();
        SimulatorSettings settings = settings(environment);
        Simulator simulator = Simulator.start(settings);
        String state = environment.getOrDefault("SIMULATOR_STATE", "");
        if (!state.isEmpty()) {
            simulator.keepStateIn(Path.of(state));
        }
        String webhook = environment.getOrDefault("SIMULATOR_WEBHOOK_URL", "");
        if (!webhook.isEmpty()) {
            simulator.deliverTo(URI.create(webhook));
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            simulator.close();
                            stopped.countDown();
                        }));
        System.out.println("simulator ready on " + simulator.baseUri());
        stopped.await();
    }

    static SimulatorSettings settings(Map<String, String> environment) {
        SimulatorSettings defaults = SimulatorSettings.defaults();
        MetaApp app = defaults.app();
        return defaults.withAddress(
                        environment.getOrDefault("SERVER_ADDRESS", defaults.address()),
                        number(environment, "SERVER_PORT", 8099))
                .withApp(
                        new MetaApp(
                                environment.getOrDefault("META_APP_ID", app.id()),
                                environment.getOrDefault("META_APP_SECRET", app.secret()),
                                environment.getOrDefault("META_VERIFY_TOKEN", app.verifyToken())))
                .withEnforceTemplates(
                        !environment
                                .getOrDefault("SIMULATOR_CHECK_TEMPLATES", "true")
                                .equals("false"))
                .withArrivalsKept(
                        number(environment, "SIMULATOR_ARRIVALS_KEPT", defaults.arrivalsKept()));
    }

    private static int number(Map<String, String> environment, String name, int otherwise) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, was " + value, e);
        }
    }
}
