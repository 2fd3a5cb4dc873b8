package dev.coexistence.local.story;

import java.io.PrintStream;
import java.util.Objects;

/** Prints each check of the story as one line, and counts them. */
final class StoryChecks {
    private final PrintStream out;
    private int held;
    private int failed;

    StoryChecks(PrintStream out) {
        this.out = out;
    }

    void chapter(String title) {
        out.println();
        out.println("# " + title);
    }

    void equal(String what, Object expected, Object seen) {
        holds(what, Objects.equals(expected, seen), expected, seen);
    }

    void holds(String what, boolean holds, Object expected, Object seen) {
        if (holds) {
            held++;
            out.println("ok    " + what);
        } else {
            failed++;
            out.println("FAIL  " + what + ": expected " + expected + ", saw " + seen);
        }
    }

    void fail(String chapter, RuntimeException trouble) {
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
