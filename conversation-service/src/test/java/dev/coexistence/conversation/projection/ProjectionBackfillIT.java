package dev.coexistence.conversation.projection;

import static dev.coexistence.conversation.projection.Events.inbound;
import static dev.coexistence.conversation.projection.Events.phone;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was stored by an earlier reading of texts and numbers ends as if it came today. */
class ProjectionBackfillIT {
    @RegisterExtension
    static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("rereading");

    private static final String NUMBER = "900000000000001";

    @BeforeEach
    void everythingIsOld() {
        DATABASE.jdbc().update("update rereading set place = 0, last = 9000000000");
    }

    @Test
    void foldsTextsAndNamesAgain() {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", phone("15550100999"), "cake 🎂", 1),
                        inbound(NUMBER, "w2", phone("15550100998"), "nothing", 2)));
        List<String> today = searched();
        DATABASE.jdbc().update("update search_text set words = 'old', grams = '{1}'");
        DATABASE.jdbc().update("delete from search_text where id % 2 = 0");

        while (DATABASE.rereading().step(ProjectionBackfill.CONTACTS)) {}
        while (DATABASE.rereading().step(ProjectionBackfill.MESSAGES)) {}

        assertThat(searched()).isEqualTo(today).hasSize(4);
        assertThat(DATABASE.rereading().step(ProjectionBackfill.MESSAGES))
                .as("done once")
                .isFalse();
    }

    @Test
    void joinsTheSpellingsOfOneNumber() {
        DATABASE.project(
                List.of(
                        inbound(NUMBER, "w1", phone("2250707123456"), "of today", 1),
                        inbound(NUMBER, "w2", phone("15550100998"), "somebody else", 2),
                        inbound(NUMBER, "w3", phone("15550100997"), "of the past", 3)));
        DATABASE.jdbc()
                .update(
                        "update contact_alias set value = '22507123456' where value = '15550100997'");

        while (DATABASE.rereading().step(ProjectionBackfill.PHONES)) {}

        assertThat(
                        DATABASE.jdbc()
                                .queryForList(
                                        "select string_agg(wamid, ',' order by wamid) from message"
                                                + " group by conversation_id order by 1",
                                        String.class))
                .containsExactly("w1,w3", "w2");
        assertThat(
                        DATABASE.jdbc()
                                .queryForObject(
                                        "select unread from conversation order by unread desc limit 1",
                                        Integer.class))
                .isEqualTo(2);
        DATABASE.project(List.of(inbound(NUMBER, "w4", phone("22507123456"), "again", 4)));
        assertThat(
                        DATABASE.jdbc()
                                .queryForObject("select count(*) from conversation", Integer.class))
                .isEqualTo(2);
    }

    private static List<String> searched() {
        return DATABASE.jdbc()
                .query(
                        "select id, words, grams::text from search_text order by id",
                        (row, _) ->
                                row.getLong(1) + " " + row.getString(2) + " " + row.getString(3));
    }
}
