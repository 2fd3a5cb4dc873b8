package dev.coexistence.ingest.receive;

import dev.coexistence.ingest.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** Why a webhook was not taken. They tell a forger nothing that the protocol does not say. */
final class Refusals {
    private static final JsonMapper JSON = new JsonMapper();

    static final Answer CERTIFICATE =
            refusal(
                    HttpStatus.FORBIDDEN,
                    "client-certificate",
                    "Client certificate missing or wrong",
                    "This webhook takes requests only from a client with the agreed certificate");
    static final Answer UNSIGNED =
            refusal(
                    HttpStatus.UNAUTHORIZED,
                    "unsigned",
                    "Not signed",
                    "X-Hub-Signature-256 must be sha256= and 64 hexadecimal digits");
    static final Answer BAD_SIGNATURE =
            refusal(
                    HttpStatus.UNAUTHORIZED,
                    "bad-signature",
                    "Wrong signature",
                    "X-Hub-Signature-256 is not the signature of this body by an accepted secret");
    static final Answer TOO_LARGE =
            refusal(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "too-large",
                    "Body too large",
                    "A webhook may be 4 MiB large");
    static final Answer INCOMPLETE =
            refusal(
                    HttpStatus.REQUEST_TIMEOUT,
                    "incomplete",
                    "Body incomplete",
                    "The body did not come to its end");
    static final Answer UNAVAILABLE =
            refusal(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "unavailable",
                    "Cannot be kept just now",
                    "The webhook was not stored; send it again later");
    static final Answer FAILED =
            refusal(
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    "failed",
                    "Failed",
                    "The webhook was not stored because of a defect here; send it again later");

    private Refusals() {}

    private static Answer refusal(HttpStatus status, String type, String title, String detail) {
        var problem = Problems.problem(status, type, title, detail);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", String.valueOf(problem.getType()));
        members.put("title", title);
        members.put("status", status.value());
        members.put("detail", detail);
        return new Answer(status, JSON.writeValueAsBytes(members), false);
    }
}
