package dev.coexistence.simulator.wire;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error as the Graph API answers it.
 *
 * @param code Meta's code, what a client builds on
 * @param status the HTTP status
 * @param subcode 0 for none
 */
public record GraphError(int code, int status, String title, String details, int subcode) {
    private static final AtomicLong TRACES = new AtomicLong();

    private record Known(int status, String title, String details) {}

    private static final Map<Integer, Known> CATALOGUE =
            Map.ofEntries(
                    define(0, 401, "AuthException", "The app user could not be authenticated."),
                    define(1, 400, "API Unknown", "Invalid request or possible server error."),
                    define(2, 503, "API Service", "Temporary due to downtime or overload."),
                    define(3, 500, "API Method", "Capability or permissions issue."),
                    define(4, 400, "API Too Many Calls", "The app has reached its call limit."),
                    define(10, 403, "Permission Denied", "Permission is not granted or removed."),
                    define(33, 400, "Parameter value is not valid", "The number was deleted."),
                    define(
                            100,
                            400,
                            "Invalid parameter",
                            "An unsupported or misspelled parameter."),
                    define(190, 401, "Invalid OAuth access token", "The access token has expired."),
                    define(200, 403, "API Permission", "Permission is not granted or removed."),
                    define(368, 403, "Temporarily blocked", "Blocked for policy violations."),
                    define(80007, 400, "Rate limit issues", "The account reached its rate limit."),
                    define(130403, 400, "User blocked", "The business blocked this user."),
                    define(
                            130429,
                            400,
                            "Rate limit hit",
                            "Cloud API message throughput has been reached."),
                    define(130472, 400, "Experiment", "User's number is part of an experiment."),
                    define(130497, 403, "Restricted country", "Messaging is restricted there."),
                    define(131000, 500, "Something went wrong", "Message failed to send."),
                    define(131005, 403, "Access denied", "Permission is not granted or removed."),
                    define(131008, 400, "Required parameter is missing", "A parameter is missing."),
                    define(131009, 400, "Parameter value is not valid", "A value is not valid."),
                    define(131016, 500, "Service unavailable", "Temporarily unavailable."),
                    define(131021, 400, "Recipient cannot be sender", "Both numbers are the same."),
                    define(131026, 400, "Message undeliverable", "Message undeliverable."),
                    define(131031, 403, "Business Account locked", "The account is locked."),
                    define(
                            131037,
                            400,
                            "Display name approval",
                            "The display name is not approved."),
                    define(131042, 400, "Business eligibility payment issue", "Payment issue."),
                    define(131045, 500, "Incorrect certificate", "Registration error."),
                    define(
                            131047,
                            400,
                            "Re-engagement message",
                            "More than 24 hours have passed since the recipient last replied."),
                    define(
                            131048,
                            400,
                            "Spam rate limit hit",
                            "Too many previous messages failed."),
                    define(131049, 400, "Not delivered", "To maintain healthy engagement."),
                    define(131050, 400, "Marketing opt-out", "The user stopped marketing."),
                    define(131051, 400, "Unsupported message type", "The type is not supported."),
                    define(131052, 400, "Media download error", "Media could not be downloaded."),
                    define(131053, 400, "Media upload error", "Media could not be uploaded."),
                    define(
                            131056,
                            400,
                            "(Business Account, Consumer Account) pair rate limit hit",
                            "Too many messages from this number to the same number."),
                    define(131057, 500, "Account in maintenance mode", "Throughput upgrade."),
                    define(131215, 400, "Groups not eligible", "The number cannot use groups."),
                    define(131062, 400, "Phone number needed", "The template needs a number."),
                    define(132000, 400, "Template Param Count Mismatch", "Count of parameters."),
                    define(132001, 404, "Template does not exist", "Name or translation."),
                    define(132012, 400, "Template Parameter Format Mismatch", "Format of a value."),
                    define(132015, 400, "Template is Paused", "Low quality."),
                    define(132016, 400, "Template is Disabled", "Paused too often."),
                    define(132018, 400, "There's an issue with the parameters", "A parameter."),
                    define(133000, 500, "Incomplete Deregistration", "Deregister again."),
                    define(133004, 503, "Server Temporarily Unavailable", "Try again later."),
                    define(133005, 400, "Two step verification PIN Mismatch", "The pin is wrong."),
                    define(133006, 400, "Phone number re-verification needed", "Verify again."),
                    define(133008, 400, "Too Many PIN Guesses", "Wait before trying again."),
                    define(133009, 400, "PIN Guessed Too Fast", "Wait before trying again."),
                    define(133010, 400, "Phone number Not Registered", "Register the number."),
                    define(133015, 400, "Please wait a few minutes", "Recently deleted."),
                    define(
                            133016,
                            400,
                            "Account register/deregister rate limit exceeded",
                            "Too many attempts in 72 hours."),
                    define(
                            2593107,
                            400,
                            "Synchronization request limit exceeded",
                            "This synchronization was already requested once."),
                    define(
                            2593108,
                            400,
                            "Synchronization request made outside of allowed time window",
                            "More than 24 hours since the onboarding."),
                    define(
                            2593109,
                            400,
                            "Synchronization declined",
                            "The business chose not to share its chat history."),
                    define(2494100, 400, "Maintenance", "Try again later."));

    /** The error of this code with Meta's usual details. */
    public static GraphError of(int code) {
        Known known = CATALOGUE.getOrDefault(code, new Known(400, "Error", "Error."));
        return new GraphError(code, known.status(), known.title(), known.details(), 0);
    }

    public static GraphError of(int code, String details) {
        GraphError plain = of(code);
        return new GraphError(code, plain.status(), plain.title(), details, 0);
    }

    /** Meta's error on an id that does not exist or must not be seen. */
    public static GraphError unknownObject(String id) {
        return new GraphError(
                100,
                400,
                "Unsupported request",
                "Object with ID '" + id + "' does not exist or cannot be loaded.",
                33);
    }

    public GraphError withSubcode(int other) {
        return new GraphError(code, status, title, details, other);
    }

    public GraphError withDetails(String other) {
        return new GraphError(code, status, title, other, subcode);
    }

    public HttpAnswer answer() {
        ObjectNode error = MetaJson.object();
        error.put("message", "(#" + code + ") " + title);
        error.put("type", "OAuthException");
        error.put("code", code);
        error.putObject("error_data").put("messaging_product", "whatsapp").put("details", details);
        if (subcode != 0) {
            error.put("error_subcode", subcode);
        }
        error.put("fbtrace_id", "A" + Long.toString(0x5f3759dfL + TRACES.incrementAndGet(), 36));
        ObjectNode body = MetaJson.object();
        body.set("error", error);
        return HttpAnswer.json(status, body);
    }

    /** As it stands in the errors array of a webhook. */
    public ObjectNode inWebhook() {
        ObjectNode error = MetaJson.object().put("code", code).put("title", title);
        error.put("message", title);
        error.putObject("error_data").put("details", details);
        error.put(
                "href",
                "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/");
        return error;
    }

    private static Map.Entry<Integer, Known> define(
            int code, int status, String title, String details) {
        return Map.entry(code, new Known(status, title, details));
    }
}
