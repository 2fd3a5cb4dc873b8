package dev.coexistence.ingest.operate;

import dev.coexistence.ingest.Problems;
import dev.coexistence.ingest.split.Selection;
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

/** The operators' commands over HTTP. */
@RestController
@RequestMapping("/v1")
@ConditionalOnWebApplication
class OperateController {
    private static final int MOST = 10_000;

    private final Records records;
    private final DeadLetterShelf shelf;
    private final Redrive redrive;
    private final Replays replays;
    private final InstantSource time;

    /**
     * The order for a replay: {@code from} with or without {@code to}, or a partition with offsets.
     */
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
                    span(now), new Selection(phoneNumberId, field), Boolean.TRUE.equals(dryRun));
        }

        private Span span(Instant now) {
            if (partition != null && fromOffset != null && toOffset != null) {
                return new Span.OfOffsets(partition, fromOffset, toOffset);
            }
            if (from == null) {
                throw new IllegalArgumentException(
                        "Give from (and perhaps to), or partition, fromOffset and toOffset");
            }
            return new Span.OfTime(from, to == null ? now : to);
        }
    }

    OperateController(
            Records records,
            DeadLetterShelf shelf,
            Redrive redrive,
            Replays replays,
            InstantSource time) {
        this.records = records;
        this.shelf = shelf;
        this.redrive = redrive;
        this.replays = replays;
        this.time = time;
    }

    @GetMapping("/webhooks/{partition}/{offset}")
    Answers.Webhook show(
            @PathVariable int partition,
            @PathVariable long offset,
            @RequestParam(defaultValue = "false") boolean body) {
        return records.at(Topics.WEBHOOKS, partition, offset)
                .map(record -> Answers.Webhook.of(record, body))
                .orElseThrow(() -> notThere("There is no raw webhook at that offset (any more)"));
    }

    @GetMapping("/dead-letters")
    Answers.Letters list(
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(defaultValue = "false") boolean redriven,
            @RequestParam(defaultValue = "100") int limit) {
        var listing =
                shelf.list(new DeadLetterShelf.Filter(reason, topic, redriven, bounded(limit)));
        return new Answers.Letters(
                listing.letters().stream().map(Answers.Letter::listed).toList(), listing.waiting());
    }

    @GetMapping("/dead-letters/{partition}/{offset}")
    Answers.Letter letter(
            @PathVariable int partition,
            @PathVariable long offset,
            @RequestParam(defaultValue = "false") boolean body) {
        return shelf.at(partition, offset)
                .map(parked -> Answers.Letter.shown(parked, body))
                .orElseThrow(() -> notThere("There is no dead letter at that offset (any more)"));
    }

    @PostMapping("/dead-letters/{partition}/{offset}/redrive")
    Answers.Redriven redrive(@PathVariable int partition, @PathVariable long offset) {
        var outcome = redrive.one(partition, offset);
        return switch (outcome) {
            case RedriveOutcome.NotThere _ ->
                    throw notThere("There is no dead letter at that offset (any more)");
            case RedriveOutcome.Impossible(String why) ->
                    throw problem(
                            HttpStatus.CONFLICT, "cannot-redrive", "Cannot be sent again", why);
            case RedriveOutcome.SplitAgain _,
                    RedriveOutcome.PublishedAgain _,
                    RedriveOutcome.Repeated _ ->
                    Answers.Redriven.of(partition, offset, outcome);
        };
    }

    @PostMapping("/dead-letters/redrive")
    List<Answers.Redriven> redriveAll(
            @RequestParam String reason, @RequestParam(defaultValue = "1000") int limit) {
        return redrive.allOf(reason, bounded(limit)).stream()
                .map(one -> Answers.Redriven.of(one.partition(), one.offset(), one.outcome()))
                .toList();
    }

    @PostMapping("/replays")
    ResponseEntity<Answers.ReplayState> replay(@RequestBody ReplayRequest request) {
        var run =
                replays.begin(request.order(time.instant()))
                        .orElseThrow(() ->
                                problem(
                                        HttpStatus.CONFLICT,
                                        "replay-running",
                                        "A replay is running",
                                        "One replay runs at a time; ask for it again" + " later"));
        return ResponseEntity.accepted()
                .location(URI.create("/v1/replays/" + run.id()))
                .body(Answers.ReplayState.of(run));
    }

    @GetMapping("/replays/{id}")
    Answers.ReplayState replay(@PathVariable String id) {
        return replays.find(id)
                .map(Answers.ReplayState::of)
                .orElseThrow(() -> notThere("This instance knows no such replay"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notUnderstood(IllegalArgumentException e) {
        return answer(
                Problems.problem(
                        HttpStatus.BAD_REQUEST,
                        "not-understood",
                        "Not understood",
                        String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> brokerAway(RetriableException e) {
        return answer(
                Problems.problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "unavailable",
                        "The broker does not answer",
                        e.getClass().getSimpleName()));
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).body(problem);
    }

    private static int bounded(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be between 1 and " + MOST);
        }
        return limit;
    }

    private static ErrorResponseException notThere(String detail) {
        return problem(HttpStatus.NOT_FOUND, "not-there", "Not there", detail);
    }

    private static ErrorResponseException problem(
            HttpStatus status, String type, String title, String detail) {
        return new ErrorResponseException(
                status, Problems.problem(status, type, title, detail), null);
    }
}
