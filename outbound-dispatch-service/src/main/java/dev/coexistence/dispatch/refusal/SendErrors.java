package dev.coexistence.dispatch.refusal;

import static dev.coexistence.dispatch.refusal.ErrorAction.AGAIN;
import static dev.coexistence.dispatch.refusal.ErrorAction.NEVER;
import static dev.coexistence.dispatch.refusal.ErrorAction.PAIR;
import static dev.coexistence.dispatch.refusal.ErrorAction.RETRY_IF_REFUSED;
import static dev.coexistence.dispatch.refusal.ErrorAction.SLOWER;
import static dev.coexistence.dispatch.refusal.ErrorAction.STOP;
import static dev.coexistence.dispatch.refusal.ErrorAction.TEMPLATE_PAUSED;
import static dev.coexistence.dispatch.refusal.ErrorAction.WAIT_AN_HOUR;
import static dev.coexistence.dispatch.refusal.ErrorAction.WAIT_A_DAY;
import static dev.coexistence.dispatch.refusal.ErrorAction.WAIT_THREE_DAYS;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Meta's error codes and what each means for the message and its number. The table is the rule. */
public final class SendErrors {
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int INVALID_PARAMETER = 100;
    private static final int OBJECT_GONE = 33;
    private static final String OBJECT_GONE_WORDS = "Unsupported post request. Object with ID";
    private static final Pattern OBJECT_ID = Pattern.compile("ID '([^']{1,200})'");
    private static final String PROOF = "appsecret_proof";

    /** Pages of Meta's that document a code. */
    enum Source {
        /** developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes */
        CLOUD_API,
        /** developers.facebook.com/docs/graph-api/guides/error-handling */
        GRAPH_API,
        /** developers.facebook.com/docs/graph-api/overview/rate-limiting */
        GRAPH_LIMITS,
        /** developers.facebook.com/docs/whatsapp/on-premises/errors */
        ON_PREMISES,
        /** developers.facebook.com/docs/whatsapp/embedded-signup/onboarding-business-app-users */
        COEXISTENCE
    }

    /**
     * A row of the table.
     *
     * @param reason why the number is held; null where it is not
     */
    record Row(ErrorAction ruling, @Nullable HoldReason reason, Source source) {}

    private static final Map<Integer, Row> ROWS = new HashMap<>();

    static {
        // The rate.
        rule(SLOWER, Source.CLOUD_API, 130429); // throughput of the number
        rule(PAIR, Source.CLOUD_API, 131056); // this sender and this recipient
        rule(AGAIN, Source.CLOUD_API, 4, 80007); // calls of the app, of the WABA
        rule(AGAIN, Source.GRAPH_LIMITS, 17, 32, 613); // of the user, the page, a custom limit
        rule(AGAIN, Source.GRAPH_API, 341); // a limit of the app that passes
        rule(AGAIN, Source.GRAPH_LIMITS, 80000, 80001, 80002, 80003, 80004, 80005, 80006);
        rule(AGAIN, Source.GRAPH_LIMITS, 80008, 80009, 80010, 80011, 80012, 80013, 80014);

        // Meta's own trouble. The first kind can come with HTTP 5xx after all was done.
        rule(RETRY_IF_REFUSED, Source.CLOUD_API, 1, 2, 131000, 131016, 133004);
        rule(RETRY_IF_REFUSED, Source.CLOUD_API, 134101); // the template is still being copied
        rule(AGAIN, Source.CLOUD_API, 131057, 2494100); // the number is being changed

        // Wait long, then perhaps.
        rule(WAIT_AN_HOUR, Source.CLOUD_API, 131048); // number limited for spam
        rule(WAIT_A_DAY, Source.CLOUD_API, 131049, 131064); // ecosystem, template classification
        rule(WAIT_THREE_DAYS, Source.CLOUD_API, 133016); // registration lock
        rule(NEVER, Source.CLOUD_API, 130472); // the recipient is part of an experiment

        // This content or this recipient, for good.
        rule(NEVER, Source.CLOUD_API, 100, 130403, 130497);
        rule(NEVER, Source.CLOUD_API, 131008, 131009, 131021, 131026, 131030, 131047, 131050);
        rule(NEVER, Source.CLOUD_API, 131051, 131052, 131053, 131055, 131058, 131060);
        rule(NEVER, Source.CLOUD_API, 131062, 131063);
        rule(NEVER, Source.CLOUD_API, 132000, 132001, 132005, 132007, 132012, 132016);
        rule(TEMPLATE_PAUSED, Source.CLOUD_API, 132015); // for its quality, for hours
        rule(NEVER, Source.CLOUD_API, 132018, 132068, 132069);
        rule(NEVER, Source.CLOUD_API, 134011, 134100, 134102, 135000);
        rule(NEVER, Source.COEXISTENCE, 2593107, 2593108, 2593109);
        rule(NEVER, Source.GRAPH_API, 506); // the same again
        rule(NEVER, Source.ON_PREMISES, 470, 131001, 131002, 131006, 131043);

        // The number or its account: nothing of it is taken until that is mended.
        stop(HoldReason.TOKEN, Source.CLOUD_API, 0, 190);
        stop(HoldReason.TOKEN, Source.GRAPH_API, 102); // the session of the token ended
        stop(HoldReason.PERMISSION, Source.CLOUD_API, 3, 10, 131005);
        for (int permission = 200; permission <= 299; permission++) {
            stop(HoldReason.PERMISSION, Source.CLOUD_API, permission);
        }
        stop(HoldReason.NUMBER_GONE, Source.CLOUD_API, 33);
        stop(HoldReason.RESTRICTED, Source.CLOUD_API, 368);
        stop(HoldReason.LOCKED, Source.CLOUD_API, 131031);
        stop(HoldReason.LOCKED, Source.ON_PREMISES, 133007);
        stop(HoldReason.DISPLAY_NAME, Source.CLOUD_API, 131037);
        stop(HoldReason.PAYMENT, Source.CLOUD_API, 131042);
        stop(HoldReason.CERTIFICATE, Source.CLOUD_API, 131045);
        stop(HoldReason.NOT_REGISTERED, Source.CLOUD_API, 133000, 133005, 133006, 133008, 133009);
        stop(HoldReason.NOT_REGISTERED, Source.CLOUD_API, 133010, 133015);
        stop(HoldReason.NOT_REGISTERED, Source.ON_PREMISES, 133001, 133002, 133003);
    }

    private SendErrors() {}

    /**
     * Action that follows an error. A code that nobody has heard of concerns its message alone: it
     * ends it and is alarmed, or, with HTTP 429, is tried a few times.
     */
    public static ErrorAction ruling(MetaRefusal refusal) {
        if (stops(refusal)) {
            return STOP;
        }
        Row row = ROWS.get(refusal.code());
        boolean serverError = refusal.http() >= FIRST_SERVER_ERROR;
        if (row == null) {
            if (refusal.http() == TOO_MANY_REQUESTS) {
                return ErrorAction.RETRY;
            }
            return serverError ? ErrorAction.DOUBT : ErrorAction.UNHEARD_OF;
        }
        if (row.ruling() == RETRY_IF_REFUSED) {
            return serverError ? ErrorAction.DOUBT : ErrorAction.RETRY;
        }
        return row.ruling();
    }

    /**
     * As {@link #ruling(MetaRefusal)}, for a message of that number: where Meta misses an object
     * and names another than the number, such as a group, it concerns the message alone.
     */
    public static ErrorAction ruling(MetaRefusal refusal, String number) {
        return isMissingObject(refusal) && namesAnotherObject(refusal, number)
                ? ErrorAction.NEVER
                : ruling(refusal);
    }

    private static boolean namesAnotherObject(MetaRefusal refusal, String number) {
        return Stream.of(refusal.message(), refusal.details())
                .filter(Objects::nonNull)
                .flatMap(words -> OBJECT_ID.matcher(words).results())
                .map(found -> found.group(1))
                .anyMatch(id -> !id.equals(number));
    }

    /**
     * Reason for which an error stops a number.
     *
     * @throws IllegalArgumentException where it stops none
     */
    public static HoldReason reason(MetaRefusal refusal) {
        if (isMissingObject(refusal)) {
            return HoldReason.NUMBER_GONE;
        }
        if (isMissingProof(refusal)) {
            return HoldReason.PERMISSION;
        }
        Row row = ROWS.get(refusal.code());
        if (row == null || row.reason() == null) {
            throw new IllegalArgumentException("Code " + refusal.code() + " stops no number");
        }
        return row.reason();
    }

    private static boolean stops(MetaRefusal refusal) {
        return isMissingObject(refusal) || isMissingProof(refusal);
    }

    /**
     * Code 100 concerns a parameter of one message, except where the object of the request, the
     * number, is not to be found with this token. Since v16 Meta leaves the subcode out, and the
     * words stay.
     */
    private static boolean isMissingObject(MetaRefusal refusal) {
        return refusal.code() == INVALID_PARAMETER
                && (Integer.valueOf(OBJECT_GONE).equals(refusal.subcode())
                        || says(refusal, OBJECT_GONE_WORDS));
    }

    /** The app demands a proof with each request. */
    private static boolean isMissingProof(MetaRefusal refusal) {
        return refusal.code() == INVALID_PARAMETER && says(refusal, PROOF);
    }

    private static boolean says(MetaRefusal refusal, String words) {
        return refusal.message() != null && refusal.message().contains(words);
    }

    static @Nullable Row row(int code) {
        return ROWS.get(code);
    }

    private static void rule(ErrorAction ruling, Source source, int... codes) {
        for (int code : codes) {
            put(code, new Row(ruling, null, source));
        }
    }

    private static void stop(HoldReason reason, Source source, int... codes) {
        for (int code : codes) {
            put(code, new Row(STOP, reason, source));
        }
    }

    private static void put(int code, Row row) {
        if (ROWS.put(code, row) != null) {
            throw new IllegalStateException("Code " + code + " has two rulings");
        }
    }
}
