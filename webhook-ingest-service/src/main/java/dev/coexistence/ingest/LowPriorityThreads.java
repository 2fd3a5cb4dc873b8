package dev.coexistence.ingest;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads of low priority for work that can wait: the acknowledging path gets the processor where
 * both want it, and such a thread all of it where that path is idle. On Linux a thread has a nice
 * value of its own (setpriority(2), "C library/kernel differences") and may always raise it;
 * elsewhere nothing changes.
 */
public final class LowPriorityThreads {
    /** A tenth of the weight of a thread of the acknowledging path (sched(7)). */
    static final int NICER_BY = 10;

    private static final Logger log = LoggerFactory.getLogger(LowPriorityThreads.class);
    private static final @Nullable MethodHandle NICE = nice();

    private LowPriorityThreads() {}

    /**
     * Decorates a task that is the whole life of a platform thread: the thread gets a low priority,
     * and so do the threads that it starts.
     */
    public static Runnable decorate(Runnable task) {
        return () -> {
            lowerPriority();
            task.run();
        };
    }

    private static void lowerPriority() {
        if (NICE == null) {
            return;
        }
        try {
            var unused = (int) NICE.invokeExact(NICER_BY);
        } catch (Throwable e) {
            log.atWarn()
                    .addKeyValue("error", e.getClass().getName())
                    .log(
                            "The operating system refused the low priority: splitting competes with webhooks");
        }
    }

    private static @Nullable MethodHandle nice() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        var signature = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        SymbolLookup library = linker.defaultLookup();
        return library.find("nice")
                .map(address -> linker.downcallHandle(address, signature))
                .orElse(null);
    }
}
