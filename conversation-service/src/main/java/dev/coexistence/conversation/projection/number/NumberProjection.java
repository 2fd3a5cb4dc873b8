package dev.coexistence.conversation.projection.number;

import dev.coexistence.conversation.fact.Fact;
import dev.coexistence.conversation.fact.Fact.ChunkImported;
import dev.coexistence.conversation.fact.Fact.ConnectionRecorded;
import dev.coexistence.conversation.fact.Fact.HoldRecorded;
import dev.coexistence.conversation.fact.Fact.ImportDeclined;
import dev.coexistence.conversation.hold.HoldTable;
import dev.coexistence.conversation.hold.SendingHold;
import dev.coexistence.conversation.live.ChangeNotice;
import dev.coexistence.conversation.live.ChangeNotice.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Facts about numbers: their connection, their hold and the import of their older chats. */
public final class NumberProjection {
    private NumberProjection() {}

    /** Writes them, and returns the changes for those who follow. */
    public static List<ChangeNotice> apply(Connection connection, List<Fact> facts)
            throws SQLException {
        HistoryLog.save(connection, facts);
        var notices = new ArrayList<ChangeNotice>(historyNotices(facts));
        for (Fact fact : facts) {
            if (fact instanceof ConnectionRecorded recorded
                    && NumberTable.save(connection, recorded)) {
                notices.add(notice(Kind.CONNECTION_CHANGED, recorded.phoneNumberId()));
            }
            if (fact instanceof HoldRecorded(String number, SendingHold hold)) {
                switch (HoldTable.save(connection, number, hold)) {
                    case HELD -> notices.add(notice(Kind.CONNECTION_HELD, number));
                    case RELEASED -> notices.add(notice(Kind.CONNECTION_RELEASED, number));
                    case NOTHING -> {}
                }
            }
        }
        return notices;
    }

    /** At most one notice of a kind for each number, however many chunks came. */
    private static LinkedHashSet<ChangeNotice> historyNotices(List<Fact> facts) {
        var notices = new LinkedHashSet<ChangeNotice>();
        for (Fact fact : facts) {
            if (fact instanceof ChunkImported) {
                notices.add(notice(Kind.HISTORY_PROGRESS, fact.phoneNumberId()));
            } else if (fact instanceof ImportDeclined) {
                notices.add(notice(Kind.HISTORY_DECLINED, fact.phoneNumberId()));
            }
        }
        return notices;
    }

    private static ChangeNotice notice(Kind kind, String number) {
        return new ChangeNotice(kind, number, 0, 0);
    }
}
