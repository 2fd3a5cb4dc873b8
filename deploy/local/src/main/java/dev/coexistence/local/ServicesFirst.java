package dev.coexistence.local;

import org.springframework.boot.SpringApplication;

/**
 * Order of the JVM's end: first the services in this process, then what they stand on. A consumer
 * whose broker goes first waits for it until its own time is over.
 */
final class ServicesFirst {
    private static final boolean SPRING =
            ServicesFirst.class
                            .getClassLoader()
                            .getResource("org/springframework/boot/SpringApplication.class")
                    != null;

    private ServicesFirst() {}

    /** Runs the action at the JVM's end, after every context of Spring Boot is closed. */
    static void atExit(Runnable action) {
        if (SPRING) {
            SpringApplication.getShutdownHandlers().add(action);
        } else {
            Runtime.getRuntime().addShutdownHook(new Thread(action, "local-stack-stop"));
        }
    }
}
