package dev.coexistence.conversation.live;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Offset in the sequence of changes: the transaction, the batch within it, the change within that.
 * Readers see a transaction only when all older ones have ended, so no change ever appears before
 * an offset that was passed.
 */
public record ChangeOffset(long xid, long seq, int index) implements Comparable<ChangeOffset> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,6})");

    /** As it is written in an event's id. */
    public String id() {
        return xid + "-" + seq + "-" + index;
    }

    public static Optional<ChangeOffset> parse(String id) {
        var matcher = FORM.matcher(id.strip());
        return matcher.matches()
                ? Optional.of(
                        new ChangeOffset(
                                Long.parseLong(matcher.group(1)),
                                Long.parseLong(matcher.group(2)),
                                Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public int compareTo(ChangeOffset other) {
        int byXid = Long.compare(xid, other.xid);
        int bySeq = byXid != 0 ? byXid : Long.compare(seq, other.seq);
        return bySeq != 0 ? bySeq : Integer.compare(index, other.index);
    }
}
