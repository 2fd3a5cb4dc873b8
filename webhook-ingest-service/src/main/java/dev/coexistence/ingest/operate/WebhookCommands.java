package dev.coexistence.ingest.operate;

import dev.coexistence.schemas.Topics;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Commands for raw webhooks, and the root of all commands. */
@Command(
        name = "webhook-ingest-service",
        description =
                "Shows, replays and re-drives the past. Kafka and the registry are the service's own:"
                        + " KAFKA_BOOTSTRAP_SERVERS and KAFKA_SCHEMA_REGISTRY_URL.")
final class WebhookCommands {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Explains the command.")
    boolean help;

    @Spec @Nullable CommandSpec spec;

    private final TopicScanner scanner;
    private final Replay replay;
    private final OperatorAudit audit;
    private final InstantSource time;
    private final PrintWriter out;

    WebhookCommands(
            TopicScanner scanner,
            Replay replay,
            OperatorAudit audit,
            InstantSource time,
            PrintWriter out) {
        this.scanner = scanner;
        this.replay = replay;
        this.audit = audit;
        this.time = time;
        this.out = out;
    }

    @Command(name = "help", description = "Lists the commands.")
    int printHelp() {
        Objects.requireNonNull(spec).commandLine().usage(out);
        return OperatorCommands.DONE;
    }

    @Command(
            name = "show",
            description = "Shows a raw webhook: its shape without the values that people wrote.")
    int show(
            @Mixin RecordPlace place,
            @Option(names = "--body", description = "Show the whole body.") boolean body) {
        var found = scanner.find(Topics.WEBHOOKS, place.partition(), place.offset());
        if (found.isEmpty()) {
            out.println(DeadLetterCommands.NOT_THERE);
            return OperatorCommands.FAILED;
        }
        if (body) {
            audit.recordLook(
                    OperatorCommands.OPERATOR,
                    OperatorAudit.Subject.WEBHOOK,
                    place.partition(),
                    place.offset());
        }
        var webhook = OperatorResponses.Webhook.from(found.get(), body);
        out.println("key         " + webhook.key());
        out.println("received    " + webhook.receivedAt());
        out.println("signed by   " + webhook.signingKeyId());
        out.println("sha256      " + webhook.sha256());
        out.println("bytes       " + webhook.bytes());
        out.println(webhook.body());
        return OperatorCommands.DONE;
    }

    @Command(
            name = "replay",
            description =
                    "Splits the past again and compares it with the first reading. Give a span of"
                            + " time (--from, --to) or of offsets (--partition, --from-offset,"
                            + " --to-offset).")
    int replay(@Mixin ReplayOptions options) {
        var report = new ReplayReport();
        var order = options.order(time.instant());
        audit.recordReplay(OperatorCommands.OPERATOR, order);
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
        return OperatorCommands.DONE;
    }
}
