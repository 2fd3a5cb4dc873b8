package dev.coexistence.ingest.receive;

import dev.coexistence.http.HttpProblems;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** Answers to webhooks that are refused. They tell a forger nothing that the protocol does not. */
final class WebhookRefusals {
    private static final JsonMapper JSON = new JsonMapper();

    static final WebhookAnswer CERTIFICATE =
            refusal(
                    HttpStatus.FORBIDDEN,
                    "client-certificate",
                    "Client certificate missing or wrong",
                    "This webhook takes requests only from a client with the agreed certificate");
    static final WebhookAnswer UNSIGNED =
            refusal(
                    HttpStatus.UNAUTHORIZED,
                    "unsigned",
                    "Not signed",
                    "X-Hub-Signature-256 must be sha256= and 64 hexadecimal digits");
    static final WebhookAnswer BAD_SIGNATURE =
            refusal(
                    HttpStatus.UNAUTHORIZED,
                    "bad-signature",
                    "Wrong signature",
                    "X-Hub-Signature-256 is not the signature of this body by an accepted secret");
    static final WebhookAnswer TOO_LARGE =
            refusal(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "too-large",
                    "Body too large",
                    "A webhook may be 4 MiB large");
    static final WebhookAnswer INCOMPLETE =
            refusal(
                    HttpStatus.REQUEST_TIMEOUT,
                    "incomplete",
                    "Body incomplete",
                    "The body did not come to its end");
    static final WebhookAnswer UNAVAILABLE =
            refusal(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "unavailable",
                    "Cannot be kept just now",
                    "The webhook was not stored; send it again later");
    static final WebhookAnswer FAILED =
            refusal(
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    "failed",
                    "Failed",
                    "The webhook was not stored because of a defect here; send it again later");

    private WebhookRefusals() {}

    private static WebhookAnswer refusal(
            HttpStatus status, String type, String title, String detail) {
        var problem = HttpProblems.of(status, type, title, detail);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", String.valueOf(problem.getType()));
        members.put("title", title);
        members.put("status", status.value());
        members.put("detail", detail);
        return new WebhookAnswer(status, JSON.writeValueAsBytes(members), false);
    }
}
