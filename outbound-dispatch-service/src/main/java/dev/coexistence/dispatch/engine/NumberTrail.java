package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.number.NumberAction;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.number.NumberState;
import dev.coexistence.dispatch.number.SendAttempt;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Log of every event and action of the numbers, at DEBUG under the name {@value #NAME}: the life of
 * a message is the lines with its command id. Recipients, contents and tokens stay out of it.
 */
final class NumberTrail {
    static final String NAME = "dispatch.trail";

    private static final Logger log = LoggerFactory.getLogger(NAME);

    void log(NumberEvent event) {
        if (!log.isDebugEnabled()) {
            return;
        }
        String name = event.getClass().getSimpleName();
        switch (event) {
            case NumberEvent.Written written ->
                    attempt("Number event", name, written.attempt(), null);
            case NumberEvent.HeldBack held ->
                    attempt(
                            "Number event",
                            name,
                            held.attempt(),
                            held.byRing() ? "the second is full" : "the lease is over");
            case NumberEvent.Answered answered ->
                    attempt("Number event", name, answered.attempt(), answer(answered.answer()));
            case NumberEvent.OfAttempt of -> attempt("Number event", name, of.attempt(), null);
            case NumberEvent.Loaded loaded ->
                    number(
                            "Number event",
                            name,
                            loaded.number(),
                            loaded.commands().size() + " commands");
            case NumberEvent.ConnectionChanged changed ->
                    number("Number event", name, changed.number(), connection(changed.state()));
            case NumberEvent.OfNumber of -> number("Number event", name, of.number(), null);
            case NumberEvent.Arrived arrived -> commands(name, arrived.commands());
            case NumberEvent.Cancelled cancelled -> commands(name, cancelled.commands());
            case NumberEvent.Erased erased -> commands(name, erased.commands());
            case NumberEvent.Expired expired -> commands(name, expired.commands());
            case NumberEvent.Proved proved -> commands(name, List.of(proved.command()));
            case NumberEvent.InboundCounted inbound ->
                    number(
                            "Number event",
                            name,
                            inbound.number(),
                            inbound.messages() + " messages");
            case NumberEvent.TakenOver taken -> partition(name, taken.partition());
            case NumberEvent.Leaving leaving -> partition(name, leaving.partition());
            case NumberEvent.Lost lost -> partition(name, lost.partition());
            case NumberEvent.LeaseRenewed _,
                    NumberEvent.InboundKnown _,
                    NumberEvent.IdleCheckDue _ -> {}
        }
    }

    void log(NumberAction action) {
        if (!log.isDebugEnabled()) {
            return;
        }
        String name = action.getClass().getSimpleName();
        switch (action) {
            case NumberAction.Load load ->
                    number(
                            "Number action",
                            name,
                            load.wanted().number(),
                            load.wanted().priority().name());
            case NumberAction.LookUp lookUp -> number("Number action", name, lookUp.number(), null);
            case NumberAction.Intend intend ->
                    attempt("Number action", name, intend.attempt(), null);
            case NumberAction.Open open -> attempt("Number action", name, open.attempt(), null);
            case NumberAction.Write write -> attempt("Number action", name, write.attempt(), null);
            case NumberAction.Close close -> attempt("Number action", name, close.attempt(), null);
            case NumberAction.Withdraw withdraw ->
                    attempt(
                            "Number action",
                            name,
                            withdraw.attempt(),
                            withdraw.attempts() + " requests so far");
            case NumberAction.Finish finish ->
                    command("Number action", name, finish.command(), outcome(finish.outcome()));
            case NumberAction.Doubt doubt ->
                    attempt("Number action", name, doubt.attempt(), doubt.reason().name());
            case NumberAction.PauseTemplate pause ->
                    command("Number action", name, pause.command(), null);
            case NumberAction.KeepHold keep ->
                    number(
                            "Number action",
                            name,
                            keep.hold().number(),
                            keep.hold().stage() + " " + keep.hold().name());
            case NumberAction.EndAll end ->
                    number("Number action", name, end.number(), end.reason().name());
            case NumberAction.RaiseAlarm raise ->
                    number("Number action", name, raise.number(), raise.alarm().name());
        }
    }

    private static void attempt(
            String kind, String name, SendAttempt attempt, @Nullable String detail) {
        write(
                log.atDebug()
                        .addKeyValue("connection", attempt.command().number())
                        .addKeyValue("command", attempt.command().id())
                        .addKeyValue("attempt", attempt.id()),
                kind,
                name,
                detail);
    }

    private static void command(
            String kind, String name, Command command, @Nullable String detail) {
        write(
                log.atDebug()
                        .addKeyValue("connection", command.number())
                        .addKeyValue("command", command.id()),
                kind,
                name,
                detail);
    }

    private static void commands(String name, List<Command> commands) {
        commands.forEach(
                command -> command("Number event", name, command, command.priority().name()));
    }

    private static void number(String kind, String name, String number, @Nullable String detail) {
        write(log.atDebug().addKeyValue("connection", number), kind, name, detail);
    }

    private static void partition(String name, int partition) {
        write(log.atDebug().addKeyValue("partition", partition), "Number event", name, null);
    }

    private static void write(
            LoggingEventBuilder line, String kind, String name, @Nullable String detail) {
        LoggingEventBuilder named = line.addKeyValue("name", name);
        (detail == null ? named : named.addKeyValue("detail", detail)).log(kind);
    }

    private static String connection(@Nullable NumberState state) {
        return state == null
                ? "none is known"
                : "version " + state.version() + ", held for " + state.held();
    }

    private static String answer(MetaAnswer answer) {
        return switch (answer) {
            case MetaAnswer.Taken _ -> "taken";
            case MetaAnswer.Refused refused ->
                    "refused with " + refused.refusal().code() + "/" + refused.refusal().subcode();
            case MetaAnswer.NotSent _ -> "not sent";
            case MetaAnswer.Doubtful doubtful -> "doubtful: " + doubtful.reason();
        };
    }

    private static String outcome(Outcome outcome) {
        String name = outcome.getClass().getSimpleName();
        return outcome instanceof Outcome.Rejected rejected ? name + " " + rejected.reason() : name;
    }
}
