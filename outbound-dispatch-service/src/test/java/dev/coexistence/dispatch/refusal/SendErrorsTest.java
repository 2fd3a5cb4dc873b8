package dev.coexistence.dispatch.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class SendErrorsTest {
    /** Every code that Meta documents for sending, with what it means. */
    private static final List<Row> TABLE =
            List.of(
                    new Row(400, Ruling.SLOWER, "130429"),
                    new Row(400, Ruling.PAIR, "131056"),
                    new Row(400, Ruling.AGAIN, "4 80007 131057 2494100"),
                    new Row(500, Ruling.AGAIN, "131057"),
                    new Row(400, Ruling.RETRY, "1 2 131000 131016 133004"),
                    new Row(503, Ruling.DOUBT, "1 2 131000 131016 133004"),
                    new Row(400, Ruling.WAIT_AN_HOUR, "131048"),
                    new Row(400, Ruling.WAIT_A_DAY, "131049 131064"),
                    new Row(400, Ruling.WAIT_THREE_DAYS, "133016"),
                    new Row(400, Ruling.NEVER, "130472"),
                    new Row(400, Ruling.NEVER, "100 131008 131009 131021 131026 131047"),
                    new Row(400, Ruling.NEVER, "131050 131051 131052 131053 131062 131063"),
                    new Row(403, Ruling.NEVER, "130403 130497"),
                    new Row(404, Ruling.NEVER, "132001"),
                    new Row(400, Ruling.NEVER, "132000 132005 132007 132012 132015 132016 132018"),
                    new Row(400, Ruling.NEVER, "132068 132069 134011 135000"),
                    new Row(400, Ruling.NEVER, "2593107 2593108 2593109 470"),
                    new Row(401, Ruling.STOP, "0 190"),
                    new Row(403, Ruling.STOP, "3 10 200 201 210 250 298 299 368"),
                    new Row(403, Ruling.STOP, "131031 131037 131042 131045"),
                    new Row(400, Ruling.STOP, "133000 133005 133006 133008 133009 133010 133015"));

    private static final String DOCUMENTED =
            "1 2 4 80007 130429 131000 131016 131056 131057 133004 2494100 131048 131049 130472 131064 133016 33 100"
                    + " 131005 131008 131009 131021 131026 131047 131050 131051 131052 131053 131062 131063 130403"
                    + " 130497 132000 132001 132005 132007 132012 132015 132016 132018 132068 132069 134011 135000 0"
                    + " 190 3 10 200 299 368 131031 131037 131042 131045 133000 133005 133006 133008 133009 133010"
                    + " 133015 2593107 2593108 2593109 470";

    record Row(int http, Ruling ruling, String codes) {
        List<Integer> each() {
            return numbers(codes);
        }
    }

    private static List<Integer> numbers(String codes) {
        return Arrays.stream(codes.split(" ", -1)).map(Integer::valueOf).toList();
    }

    private static MetaRefusal refusal(int http, int code) {
        return new MetaRefusal(http, code, null, null, null);
    }

    @ParameterizedTest
    @FieldSource("TABLE")
    void followWhatMetaSaysOfEachCode(Row row) {
        assertThat(row.each())
                .allSatisfy(code ->
                        assertThat(SendErrors.ruling(refusal(row.http(), code)))
                                .as("code %d", code)
                                .isEqualTo(row.ruling()));
    }

    @Test
    void leaveNoDocumentedCodeOut() {
        var told = new TreeSet<Integer>();
        TABLE.forEach(row -> told.addAll(row.each()));

        assertThat(told).containsAll(numbers(DOCUMENTED));
        assertThat(numbers(DOCUMENTED)).allMatch(code -> SendErrors.row(code) != null);
    }

    @ParameterizedTest
    @CsvSource({"400, 999999, UNHEARD_OF", "500, 999999, DOUBT", "400, 131999, UNHEARD_OF"})
    void endAMessageWhoseCodeNobodyHasHeardOf(int http, int code, Ruling ruling) {
        assertThat(SendErrors.ruling(refusal(http, code))).isEqualTo(ruling);
    }
}
