package dev.coexistence.ingest.operate;

/** Outcome of re-driving one dead letter. */
sealed interface RedriveOutcome {

    /**
     * Read again from its raw record.
     *
     * @param events items that are events now
     * @param deadLetters items that are parked once more
     */
    record SplitAgain(int events, int deadLetters) implements RedriveOutcome {}

    /** Its bytes stand on their topic again, at the end. */
    record PublishedAgain(String topic) implements RedriveOutcome {}

    /** Another letter of the same content was sent again just before: this one says no more. */
    record Repeated() implements RedriveOutcome {}

    /** It cannot be sent again; the sentence says why. */
    record Impossible(String why) implements RedriveOutcome {}

    /** There is no dead letter there. */
    record NotThere() implements RedriveOutcome {}
}
