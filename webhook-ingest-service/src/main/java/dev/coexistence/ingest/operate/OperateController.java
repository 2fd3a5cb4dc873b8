package dev.coexistence.ingest.operate;

import dev.coexistence.access.Caller;
import dev.coexistence.http.HttpProblems;
import dev.coexistence.ingest.operate.OperatorAudit.Subject;
import dev.coexistence.ingest.split.ChangeFilter;
import dev.coexistence.schemas.Topics;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Operators' API over HTTP. */
@RestController
@RequestMapping("/v1")
@ConditionalOnWebApplication
class OperateController {
    private static final int MOST = 10_000;

    private final TopicScanner scanner;
    private final DeadLetterReader letters;
    private final Redrive redrive;
    private final ReplayRuns replays;
    private final OperatorAudit audit;
    private final InstantSource time;

    /** Order for a replay: {@code from} with or without {@code to}, or a partition with offsets. */
    record ReplayRequest(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Integer partition,
            @Nullable Long fromOffset,
            @Nullable Long toOffset,
            @Nullable String phoneNumberId,
            @Nullable String field,
            @Nullable Boolean dryRun) {

        Replay.Order order(Instant now) {
            return new Replay.Order(
                    span(now), new ChangeFilter(phoneNumberId, field), Boolean.TRUE.equals(dryRun));
        }

        private ReplaySpan span(Instant now) {
            if (partition != null && fromOffset != null && toOffset != null) {
                return new ReplaySpan.OfOffsets(partition, fromOffset, toOffset);
            }
            if (from == null) {
                throw new IllegalArgumentException(
                        "Give from (and perhaps to), or partition, fromOffset and toOffset");
            }
            return new ReplaySpan.OfTime(from, to == null ? now : to);
        }
    }

    OperateController(
            TopicScanner scanner,
            DeadLetterReader letters,
            Redrive redrive,
            ReplayRuns replays,
            OperatorAudit audit,
            InstantSource time) {
        this.scanner = scanner;
        this.letters = letters;
        this.redrive = redrive;
        this.replays = replays;
        this.audit = audit;
        this.time = time;
    }

    @GetMapping("/webhooks/{partition}/{offset}")
    OperatorResponses.Webhook show(
            @PathVariable int partition,
            @PathVariable long offset,
            @RequestParam(defaultValue = "false") boolean body,
            Caller caller) {
        var record =
                scanner.find(Topics.WEBHOOKS, partition, offset)
                        .orElseThrow(() ->
                                notFound("There is no raw webhook at that offset (any more)"));
        if (body) {
            audit.recordLook(caller, Subject.WEBHOOK, partition, offset);
        }
        return OperatorResponses.Webhook.from(record, body);
    }

    @GetMapping("/dead-letters")
    OperatorResponses.Letters list(
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(defaultValue = "false") boolean redriven,
            @RequestParam(defaultValue = "100") int limit) {
        var listing =
                letters.list(
                        new DeadLetterReader.Filter(
                                reason, topic, redriven, requireWithinBounds(limit)));
        return new OperatorResponses.Letters(
                listing.letters().stream().map(OperatorResponses.Letter::list).toList(),
                listing.waiting());
    }

    @GetMapping("/dead-letters/{partition}/{offset}")
    OperatorResponses.Letter letter(
            @PathVariable int partition,
            @PathVariable long offset,
            @RequestParam(defaultValue = "false") boolean body,
            Caller caller) {
        var parked =
                letters.find(partition, offset)
                        .orElseThrow(() ->
                                notFound("There is no dead letter at that offset (any more)"));
        if (body) {
            audit.recordLook(caller, Subject.DEAD_LETTER, partition, offset);
        }
        return OperatorResponses.Letter.show(parked, body);
    }

    @PostMapping("/dead-letters/{partition}/{offset}/redrive")
    OperatorResponses.Redriven redrive(
            @PathVariable int partition, @PathVariable long offset, Caller caller) {
        audit.recordRedrive(caller, partition, offset);
        var outcome = redrive.redrive(partition, offset);
        return switch (outcome) {
            case RedriveOutcome.NotThere _ ->
                    throw notFound("There is no dead letter at that offset (any more)");
            case RedriveOutcome.Impossible(String why) ->
                    throw problem(
                            HttpStatus.CONFLICT, "cannot-redrive", "Cannot be sent again", why);
            case RedriveOutcome.SplitAgain _,
                    RedriveOutcome.PublishedAgain _,
                    RedriveOutcome.Repeated _ ->
                    OperatorResponses.Redriven.from(partition, offset, outcome);
        };
    }

    @PostMapping("/dead-letters/redrive")
    List<OperatorResponses.Redriven> redriveAll(
            @RequestParam String reason,
            @RequestParam(defaultValue = "1000") int limit,
            Caller caller) {
        audit.recordRedriveOf(caller, reason, requireWithinBounds(limit));
        return redrive.redriveAll(reason, limit).stream()
                .map(one ->
                        OperatorResponses.Redriven.from(
                                one.partition(), one.offset(), one.outcome()))
                .toList();
    }

    @PostMapping("/replays")
    ResponseEntity<OperatorResponses.ReplayState> replay(
            @RequestBody ReplayRequest request, Caller caller) {
        Replay.Order order = request.order(time.instant());
        audit.recordReplay(caller, order);
        var run =
                replays.begin(order)
                        .orElseThrow(() ->
                                problem(
                                        HttpStatus.CONFLICT,
                                        "replay-running",
                                        "A replay is running",
                                        "One replay runs at a time; ask for it again later"));
        return ResponseEntity.accepted()
                .location(URI.create("/v1/replays/" + run.id()))
                .body(OperatorResponses.ReplayState.from(run));
    }

    @GetMapping("/replays/{id}")
    OperatorResponses.ReplayState replay(@PathVariable String id) {
        return replays.find(id)
                .map(OperatorResponses.ReplayState::from)
                .orElseThrow(() -> notFound("This instance knows no such replay"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> answerNotUnderstood(IllegalArgumentException e) {
        return answer(
                HttpProblems.of(
                        HttpStatus.BAD_REQUEST,
                        "not-understood",
                        "Not understood",
                        String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> answerBrokerAway(RetriableException e) {
        return answer(
                HttpProblems.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "unavailable",
                        "The broker does not answer",
                        e.getClass().getSimpleName()));
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).body(problem);
    }

    private static int requireWithinBounds(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be between 1 and " + MOST);
        }
        return limit;
    }

    private static ErrorResponseException notFound(String detail) {
        return problem(HttpStatus.NOT_FOUND, "not-there", "Not there", detail);
    }

    private static ErrorResponseException problem(
            HttpStatus status, String type, String title, String detail) {
        return new ErrorResponseException(
                status, HttpProblems.of(status, type, title, detail), null);
    }
}
