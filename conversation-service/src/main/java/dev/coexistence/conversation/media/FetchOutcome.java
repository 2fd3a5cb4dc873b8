package dev.coexistence.conversation.media;

import java.nio.file.Path;

/** Outcome of one attempt to fetch media from Meta. */
sealed interface FetchOutcome {
    /** It stands in a temporary file, which the receiver removes. */
    record Fetched(Path file, String mimeType, long size) implements FetchOutcome {}

    /** It will not come: Meta no longer has it, or it must not be kept. */
    record Lost(String problem) implements FetchOutcome {}

    /** It may come later. */
    record TryLater(String problem) implements FetchOutcome {}
}
