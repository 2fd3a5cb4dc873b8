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
 * Work that can wait gives the processor to the acknowledging path where both want it, and gets all
 * of it where that path is idle. On Linux a thread has a nice value of its own (setpriority(2), "C
 * library/kernel differences") and may always raise it; elsewhere nothing changes.
 */
public final class BehindReceiving {
    /** A tenth of the weight of a thread of the acknowledging path (sched(7)). */
    static final int NICER_BY = 10;

    private static final Logger log = LoggerFactory.getLogger(BehindReceiving.class);
    private static final @Nullable MethodHandle NICE = nice();

    private BehindReceiving() {}

    /**
     * The task, to be run as the whole life of a platform thread: the thread stays behind, and so
     * do the threads that it starts.
     */
    public static Runnable task(Runnable task) {
        return () -> {
            stepBack();
            task.run();
        };
    }

    private static void stepBack() {
        if (NICE == null) {
            return;
        }
        try {
            var unused = (int) NICE.invokeExact(NICER_BY);
        } catch (Throwable e) {
            log.atWarn()
                    .addKeyValue("error", e.getClass().getName())
                    .log("Splitting competes with acknowledging for the processor");
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
