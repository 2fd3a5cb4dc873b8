package dev.coexistence.local.story;

import java.io.PrintStream;
import java.util.Objects;

/** What was expected and what was seen, one line each. */
final class Checks {
    private final PrintStream out;
    private int held;
    private int failed;

    Checks(PrintStream out) {
        this.out = out;
    }

    void chapter(String title) {
        out.println();
        out.println("# " + title);
    }

    void equal(String what, Object expected, Object seen) {
        that(what, Objects.equals(expected, seen), expected, seen);
    }

    void that(String what, boolean holds, Object expected, Object seen) {
        if (holds) {
            held++;
            out.println("ok    " + what);
        } else {
            failed++;
            out.println("FAIL  " + what + ": expected " + expected + ", saw " + seen);
        }
    }

    void broken(String chapter, RuntimeException trouble) {
        failed++;
        out.println("FAIL  " + chapter + " cannot go on: " + trouble.getMessage());
    }

    boolean allHeld() {
        return failed == 0 && held > 0;
    }

    void total(long seconds) {
        out.println();
        out.println(held + " passed, " + failed + " failed");
        out.println("The story took " + seconds + " s");
    }
}
