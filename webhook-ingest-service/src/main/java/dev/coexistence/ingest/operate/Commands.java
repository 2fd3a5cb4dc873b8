package dev.coexistence.ingest.operate;

import dev.coexistence.schemas.Topics;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.common.errors.RetriableException;

/** The operators' commands on the command line. Says what it did and how it ended. */
final class Commands {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    static final String HELP =
            """
            Commands (Kafka and the registry as for the service, by KAFKA_BOOTSTRAP_SERVERS and KAFKA_SCHEMA_REGISTRY_URL):

              show PARTITION OFFSET [--body]
                  a raw webhook; its shape without what people wrote, or with --body all of it
              replay --from TIME [--to TIME] [--number ID] [--field NAME] [--dry-run]
              replay --partition P --from-offset N --to-offset N [--number ID] [--field NAME] [--dry-run]
                  split the past again (to: not included); times as 2026-11-22T18:00:00Z
              dead-letters list [--reason R] [--topic T] [--limit N] [--redriven]
              dead-letters show PARTITION OFFSET [--body]
              dead-letters redrive PARTITION OFFSET
              dead-letters redrive --reason R [--limit N]
            """;

    private final Records records;
    private final DeadLetterShelf shelf;
    private final Redrive redrive;
    private final Replay replay;
    private final InstantSource time;

    Commands(
            Records records,
            DeadLetterShelf shelf,
            Redrive redrive,
            Replay replay,
            InstantSource time) {
        this.records = records;
        this.shelf = shelf;
        this.redrive = redrive;
        this.replay = replay;
        this.time = time;
    }

    /** Runs one command and returns its exit code. */
    int run(String[] words, PrintStream out) {
        try {
            var arguments = Arguments.of(words);
            return switch (arguments.command()) {
                case "show" -> show(arguments, out);
                case "replay" -> replay(arguments, out);
                case "dead-letters list" -> list(arguments, out);
                case "dead-letters show" -> letter(arguments, out);
                case "dead-letters redrive" -> redrive(arguments, out);
                default -> {
                    out.print(HELP);
                    yield USAGE;
                }
            };
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return USAGE;
        } catch (RetriableException e) {
            out.println("The broker does not answer: " + e.getMessage());
            return FAILED;
        }
    }

    private int show(Arguments arguments, PrintStream out) {
        var found =
                records.at(
                        Topics.WEBHOOKS, arguments.place().partition(), arguments.place().offset());
        if (found.isEmpty()) {
            return notThere(out);
        }
        var webhook = Answers.Webhook.of(found.get(), arguments.has("body"));
        out.println("key         " + webhook.key());
        out.println("received    " + webhook.receivedAt());
        out.println("signed by   " + webhook.signingKeyId());
        out.println("sha256      " + webhook.sha256());
        out.println("bytes       " + webhook.bytes());
        out.println(webhook.body());
        return DONE;
    }

    private int replay(Arguments arguments, PrintStream out) {
        var report = new ReplayReport();
        var order = arguments.replay(time.instant());
        replay.run(order, report);
        var counts = report.counts();
        out.println(
                (order.dryRun() ? "Would publish " : "Published ")
                        + counts.events()
                        + " events of "
                        + counts.webhooks()
                        + " webhooks.");
        out.println(
                counts.different()
                        + " differ from the first reading: "
                        + counts.changed()
                        + " changed, "
                        + counts.added()
                        + " new, "
                        + counts.lost()
                        + " lost. "
                        + counts.same()
                        + " are the same.");
        out.println(counts.unreadable() + " items are no event.");
        return DONE;
    }

    private int list(Arguments arguments, PrintStream out) {
        var filter =
                new DeadLetterShelf.Filter(
                        arguments.option("reason"),
                        arguments.option("topic"),
                        arguments.has("redriven"),
                        arguments.limit(100));
        var listing = shelf.list(filter);
        listing.waiting().forEach((reason, count) -> out.println(count + " wait: " + reason));
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
        return DONE;
    }

    private int letter(Arguments arguments, PrintStream out) {
        var found = shelf.at(arguments.place().partition(), arguments.place().offset());
        if (found.isEmpty()) {
            return notThere(out);
        }
        var letter = Answers.Letter.shown(found.get(), arguments.has("body"));
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
        return DONE;
    }

    private int redrive(Arguments arguments, PrintStream out) {
        String reason = arguments.option("reason");
        if (reason == null) {
            var place = arguments.place();
            return said(
                    place.partition(),
                    place.offset(),
                    redrive.one(place.partition(), place.offset()),
                    out);
        }
        int worst = DONE;
        var all = redrive.allOf(reason, arguments.limit(1_000));
        for (var one : all) {
            worst = Math.max(worst, said(one.partition(), one.offset(), one.outcome(), out));
        }
        out.println(all.size() + " dead letters.");
        return worst;
    }

    private static int said(int partition, long offset, RedriveOutcome outcome, PrintStream out) {
        out.print(partition + " " + offset + "  ");
        return switch (outcome) {
            case RedriveOutcome.SplitAgain(int events, int deadLetters) -> {
                out.println("split again: " + events + " events, " + deadLetters + " parked");
                yield DONE;
            }
            case RedriveOutcome.PublishedAgain(String topic) -> {
                out.println("published again to " + topic);
                yield DONE;
            }
            case RedriveOutcome.Repeated _ -> {
                out.println("the same as one just sent again");
                yield DONE;
            }
            case RedriveOutcome.Impossible(String why) -> {
                out.println("not possible: " + why);
                yield FAILED;
            }
            case RedriveOutcome.NotThere _ -> notThere(out);
        };
    }

    private static int notThere(PrintStream out) {
        out.println("Nothing is there (any more).");
        return FAILED;
    }

    /** Standard output in UTF-8, whatever the terminal's default. */
    static PrintStream standardOutput() {
        return new PrintStream(
                new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }
}
