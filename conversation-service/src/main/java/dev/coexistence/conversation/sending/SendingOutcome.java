package dev.coexistence.conversation.sending;

import org.jspecify.annotations.Nullable;

/** Outcome of handing a command to the dispatcher. */
public sealed interface SendingOutcome {

    /** The dispatcher has it; what follows comes as an event. */
    record Queued(String commandId) implements SendingOutcome {}

    /** The dispatcher does not take it. */
    record Refused(int status, @Nullable String problem) implements SendingOutcome {}

    /** The dispatcher did not answer. The same command id may be tried again without harm. */
    record DispatcherAway() implements SendingOutcome {}
}
