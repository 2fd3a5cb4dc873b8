package dev.coexistence.dispatch.lane;

import static dev.coexistence.dispatch.lane.Ruling.AGAIN;
import static dev.coexistence.dispatch.lane.Ruling.NEVER;
import static dev.coexistence.dispatch.lane.Ruling.PAIR;
import static dev.coexistence.dispatch.lane.Ruling.RETRY_IF_REFUSED;
import static dev.coexistence.dispatch.lane.Ruling.SLOWER;
import static dev.coexistence.dispatch.lane.Ruling.STOP;
import static dev.coexistence.dispatch.lane.Ruling.WAIT_AN_HOUR;
import static dev.coexistence.dispatch.lane.Ruling.WAIT_A_DAY;
import static dev.coexistence.dispatch.lane.Ruling.WAIT_THREE_DAYS;

import java.util.HashMap;
import java.util.Map;

/** Meta's error codes and what each means for the message and its number. The table is the rule. */
final class SendErrors {
    private static final int FIRST_SERVER_ERROR = 500;
    private static final Map<Integer, Ruling> RULINGS = new HashMap<>();

    static {
        // The rate.
        rule(SLOWER, 130429); // throughput of the number
        rule(PAIR, 131056); // this sender and this recipient
        rule(AGAIN, 4, 80007); // calls of the app, of the WABA

        // Meta's own trouble. The first kind can come with HTTP 5xx after all was done.
        rule(RETRY_IF_REFUSED, 1, 2, 131000, 131016, 133004);
        rule(AGAIN, 131057, 2494100); // the number is being changed; nothing is taken meanwhile

        // Wait long, then perhaps.
        rule(WAIT_AN_HOUR, 131048); // number limited for spam
        rule(WAIT_A_DAY, 131049, 131064); // ecosystem, template classification
        rule(WAIT_THREE_DAYS, 133016); // registration lock
        rule(NEVER, 130472); // the recipient is part of an experiment

        // This content or this recipient, for good.
        rule(NEVER, 33, 100, 470, 130403, 130497);
        rule(NEVER, 131005, 131008, 131009, 131021, 131026, 131047, 131050, 131051, 131052, 131053);
        rule(NEVER, 131062, 131063);
        rule(NEVER, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132068, 132069);
        rule(NEVER, 134011, 135000);
        rule(NEVER, 2593107, 2593108, 2593109);

        // The account: nothing of this number will be taken until its connection changes.
        rule(STOP, 0, 190); // token
        rule(STOP, 3, 10, 368); // permission, policy block
        for (int permission = 200; permission <= 299; permission++) {
            rule(STOP, permission);
        }
        rule(STOP, 131031, 131037, 131042, 131045); // locked, name, payment, certificate
        rule(STOP, 133000, 133005, 133006, 133008, 133009, 133010, 133015); // registration
    }

    private SendErrors() {}

    /** What an error means. A code that nobody has heard of ends the message, and is alarmed. */
    static Ruling ruling(MetaRefusal refusal) {
        Ruling ruling = RULINGS.getOrDefault(refusal.code(), Ruling.UNHEARD_OF);
        boolean serverError = refusal.http() >= FIRST_SERVER_ERROR;
        return switch (ruling) {
            case RETRY_IF_REFUSED -> serverError ? Ruling.DOUBT : Ruling.RETRY;
            case UNHEARD_OF -> serverError ? Ruling.DOUBT : Ruling.UNHEARD_OF;
            case SLOWER,
                    PAIR,
                    AGAIN,
                    RETRY,
                    WAIT_AN_HOUR,
                    WAIT_A_DAY,
                    WAIT_THREE_DAYS,
                    NEVER,
                    STOP,
                    DOUBT ->
                    ruling;
        };
    }

    static boolean known(int code) {
        return RULINGS.containsKey(code);
    }

    private static void rule(Ruling ruling, int... codes) {
        for (int code : codes) {
            if (RULINGS.put(code, ruling) != null) {
                throw new IllegalStateException("Code " + code + " has two rulings");
            }
        }
    }
}
