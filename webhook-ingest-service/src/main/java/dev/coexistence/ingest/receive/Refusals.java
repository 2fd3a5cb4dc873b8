package dev.coexistence.ingest.receive;

import dev.coexistence.ingest.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Why a webhook was not taken. They tell a forger nothing that the protocol does not say. */
final class Refusals {
    static final ProblemDetail CERTIFICATE =
            Problems.problem(
                    HttpStatus.FORBIDDEN,
                    "client-certificate",
                    "Client certificate missing or wrong",
                    "This webhook takes requests only from a client with the agreed certificate");
    static final ProblemDetail UNSIGNED =
            Problems.problem(
                    HttpStatus.UNAUTHORIZED,
                    "unsigned",
                    "Not signed",
                    "X-Hub-Signature-256 must be sha256= and 64 hexadecimal digits");
    static final ProblemDetail BAD_SIGNATURE =
            Problems.problem(
                    HttpStatus.UNAUTHORIZED,
                    "bad-signature",
                    "Wrong signature",
                    "X-Hub-Signature-256 is not the signature of this body by an accepted secret");
    static final ProblemDetail TOO_LARGE =
            Problems.problem(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "too-large",
                    "Body too large",
                    "A webhook may be 4 MiB large");
    static final ProblemDetail UNAVAILABLE =
            Problems.problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "unavailable",
                    "Cannot be kept just now",
                    "The webhook was not stored; send it again later");

    private Refusals() {}
}
