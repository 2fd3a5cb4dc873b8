package dev.coexistence.conversation.projection.contact;

import static dev.coexistence.conversation.projection.Events.both;
import static dev.coexistence.conversation.projection.Events.bsuid;
import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.phone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.projection.Events;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.conversation.reading.NotFound;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MergeUndoIT {
    private static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("undo");
    private static final String NUMBER = "900000000000001";
    private static final String THREADS =
            "select string_agg(wamid, ',' order by occurred_at) from message group by conversation_id order by 1";

    private final MergeUndo undo =
            new MergeUndo(
                    DATABASE.jdbc(),
                    DATABASE.access(),
                    DATABASE.transaction(),
                    new ChangeFeed(DATABASE.jdbc()),
                    () -> Events.at(100));

    @BeforeEach
    void merged() {
        DATABASE.clear();
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", phone("15550100999"), "by phone", 1),
                        inbound(NUMBER, "w2", bsuid("US.1"), "by id", 2)));
        DATABASE.project(List.of(inbound(NUMBER, "w3", both("15550100999", "US.1"), "by both", 3)));
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void recordsWhoWasMergedAndWhy() {
        assertThat(texts(THREADS)).containsExactly("w1,w2,w3");
        assertThat(
                        texts(
                                "select because || ' ' || array_to_string(aliases, ',') from contact_merge"))
                .containsExactly("ONE_EVENT BSUID:US.1");
    }

    @Test
    void takesAMergeBackAndCountsBothThreadsAnew() {
        undo.undo(Caller.open(), merge());

        assertThat(texts(THREADS)).containsExactly("w1", "w2,w3");
        assertThat(texts("select unread::text from conversation order by id"))
                .containsExactly("1", "2");
        assertThat(texts("select id::text from contact where merged_into is null")).hasSize(2);
    }

    @Test
    void keepsThemApartWhateverEventsSay() {
        undo.undo(Caller.open(), merge());
        DATABASE.project(List.of(inbound(NUMBER, "w4", both("15550100999", "US.1"), "again", 4)));
        DATABASE.project(List.of(inbound(NUMBER, "w3", both("15550100999", "US.1"), "by both", 3)));

        assertThat(texts(THREADS)).containsExactly("w1", "w2,w3,w4");
        assertThat(texts("select id::text from contact_merge")).hasSize(1);
    }

    @Test
    void canBeTakenBackOnce() {
        long merge = merge();
        undo.undo(Caller.open(), merge);

        assertThatThrownBy(() -> undo.undo(Caller.open(), merge)).isInstanceOf(NotFound.class);
    }

    private static long merge() {
        return Long.parseLong(texts("select id::text from contact_merge").getFirst());
    }

    private static List<String> texts(String sql) {
        return DATABASE.jdbc().queryForList(sql, String.class).stream()
                .map(String::valueOf)
                .toList();
    }
}
