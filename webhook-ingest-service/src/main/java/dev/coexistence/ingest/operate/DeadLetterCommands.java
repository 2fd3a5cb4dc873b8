package dev.coexistence.ingest.operate;

import java.io.PrintWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands for the dead letters of all services. */
@Command(name = "dead-letters", description = "Lists, shows and re-drives dead letters.")
final class DeadLetterCommands {
    static final String NOT_THERE = "Nothing is there (any more).";

    private final DeadLetterReader letters;
    private final Redrive redrive;
    private final OperatorAudit audit;
    private final PrintWriter out;

    DeadLetterCommands(
            DeadLetterReader letters, Redrive redrive, OperatorAudit audit, PrintWriter out) {
        this.letters = letters;
        this.redrive = redrive;
        this.audit = audit;
        this.out = out;
    }

    @Command(
            name = "list",
            description = "Lists the dead letters that wait, newest first, and counts the reasons.")
    int list(
            @Option(names = "--reason", paramLabel = "R", description = "Only this reason.")
                    @Nullable String reason,
            @Option(names = "--topic", paramLabel = "T", description = "Only from this topic.")
                    @Nullable String topic,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            description =
                                    "At most so many; ${DEFAULT-VALUE} where it is not given.")
                    int limit,
            @Option(names = "--redriven", description = "Also those that were re-driven.")
                    boolean redriven) {
        var filter =
                new DeadLetterReader.Filter(
                        reason, topic, redriven, RecordPlace.requireNotNegative("--limit", limit));
        var listing = letters.list(filter);
        listing.waiting().forEach((why, count) -> out.println(count + " wait: " + why));
        for (var parked : listing.letters()) {
            var letter = parked.letter();
            out.println(
                    parked.partition()
                            + " "
                            + parked.offset()
                            + "  "
                            + letter.at()
                            + "  "
                            + letter.service()
                            + "  "
                            + letter.reason()
                            + "  "
                            + letter.topic()
                            + "-"
                            + letter.partition()
                            + "@"
                            + letter.offset()
                            + Optional.ofNullable(letter.pointer()).map(" "::concat).orElse("")
                            + (parked.redriven() ? "  (re-driven)" : "")
                            + "  "
                            + letter.detail());
        }
        return OperatorCommands.DONE;
    }

    @Command(
            name = "show",
            description = "Shows a dead letter: the shape of its bytes, without their values.")
    int show(
            @Mixin RecordPlace place,
            @Option(names = "--body", description = "Show the whole bytes.") boolean body) {
        var found = letters.find(place.partition(), place.offset());
        if (found.isEmpty()) {
            out.println(NOT_THERE);
            return OperatorCommands.FAILED;
        }
        if (body) {
            audit.recordLook(
                    OperatorCommands.OPERATOR,
                    OperatorAudit.Subject.DEAD_LETTER,
                    place.partition(),
                    place.offset());
        }
        var letter = OperatorResponses.Letter.show(found.get(), body);
        out.println("service     " + letter.service());
        out.println("reason      " + letter.reason());
        out.println("detail      " + letter.detail());
        out.println(
                "stood at    "
                        + letter.origin().topic()
                        + "-"
                        + letter.origin().partition()
                        + "@"
                        + letter.origin().offset()
                        + " "
                        + Optional.ofNullable(letter.origin().pointer()).orElse(""));
        out.println("key         " + letter.key());
        out.println("parked at   " + letter.at());
        out.println("re-driven   " + (letter.redriven() ? "yes" : "no"));
        out.println(Optional.ofNullable(letter.body()).orElse("(no bytes were kept)"));
        return OperatorCommands.DONE;
    }

    @Command(
            name = "redrive",
            description =
                    "Sends dead letters on their way again: the one at PARTITION and OFFSET, or all of"
                            + " a reason.")
    int redrive(
            @Parameters(
                            index = "0",
                            arity = "0..1",
                            paramLabel = "PARTITION",
                            description = "Partition of the dead letter.")
                    @Nullable Integer partition,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "OFFSET",
                            description = "Offset of the dead letter.")
                    @Nullable Long offset,
            @Option(
                            names = "--reason",
                            paramLabel = "R",
                            description = "Re-drive all that wait for this reason.")
                    @Nullable String reason,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description =
                                    "At most so many of a reason; ${DEFAULT-VALUE} where it is not"
                                            + " given.")
                    int limit) {
        if (reason != null) {
            return redriveAll(reason, RecordPlace.requireNotNegative("--limit", limit));
        }
        if (partition == null || offset == null) {
            throw new IllegalArgumentException("Give PARTITION and OFFSET, or --reason");
        }
        RecordPlace.requireNotNegative("PARTITION", partition);
        RecordPlace.requireNotNegative("OFFSET", offset);
        audit.recordRedrive(OperatorCommands.OPERATOR, partition, offset);
        return print(partition, offset, redrive.redrive(partition, offset));
    }

    private int redriveAll(String reason, int limit) {
        int worst = OperatorCommands.DONE;
        audit.recordRedriveOf(OperatorCommands.OPERATOR, reason, limit);
        var all = redrive.redriveAll(reason, limit);
        for (var one : all) {
            worst = Math.max(worst, print(one.partition(), one.offset(), one.outcome()));
        }
        out.println(all.size() + " dead letters.");
        return worst;
    }

    private int print(int partition, long offset, RedriveOutcome outcome) {
        out.print(partition + " " + offset + "  ");
        out.println(
                switch (outcome) {
                    case RedriveOutcome.SplitAgain(int events, int parked) ->
                            "split again: " + events + " events, " + parked + " parked";
                    case RedriveOutcome.PublishedAgain(String topic) ->
                            "published again to " + topic;
                    case RedriveOutcome.Repeated _ -> "the same as one just sent again";
                    case RedriveOutcome.Impossible(String why) -> "not possible: " + why;
                    case RedriveOutcome.NotThere _ -> NOT_THERE;
                });
        return switch (outcome) {
            case RedriveOutcome.SplitAgain _,
                    RedriveOutcome.PublishedAgain _,
                    RedriveOutcome.Repeated _ ->
                    OperatorCommands.DONE;
            case RedriveOutcome.Impossible _, RedriveOutcome.NotThere _ -> OperatorCommands.FAILED;
        };
    }
}
