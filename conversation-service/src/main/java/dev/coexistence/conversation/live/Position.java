package dev.coexistence.conversation.live;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the sequence of changes: the transaction, the batch within it, the change within that.
 * Readers see a transaction only when all older ones have ended, so nothing ever comes before a
 * place that was passed.
 */
public record Position(long xid, long seq, int index) implements Comparable<Position> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,6})");

    /** As it is written in an event's id. */
    public String id() {
        return xid + "-" + seq + "-" + index;
    }

    public static Optional<Position> of(String id) {
        var matcher = FORM.matcher(id.strip());
        return matcher.matches()
                ? Optional.of(
                        new Position(
                                Long.parseLong(matcher.group(1)),
                                Long.parseLong(matcher.group(2)),
                                Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public int compareTo(Position other) {
        int byXid = Long.compare(xid, other.xid);
        int bySeq = byXid != 0 ? byXid : Long.compare(seq, other.seq);
        return bySeq != 0 ? bySeq : Integer.compare(index, other.index);
    }
}
