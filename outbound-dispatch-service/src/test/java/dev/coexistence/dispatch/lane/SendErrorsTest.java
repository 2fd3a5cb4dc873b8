package dev.coexistence.dispatch.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendErrorsTest {
    private static final String ALL =
            "1 2 4 80007 130429 131000 131016 131056 131057 133004 2494100 131048 131049 130472 131064 133016 33 100"
                    + " 131005 131008 131009 131021 131026 131047 131050 131051 131052 131053 131062 131063 130403"
                    + " 130497 132000 132001 132005 132007 132012 132015 132016 132018 132068 132069 134011 135000 0"
                    + " 190 3 10 200 299 368 131031 131037 131042 131045 133000 133005 133006 133008 133009 133010"
                    + " 133015 2593107 2593108 2593109 470";

    private static MetaRefusal refusal(int http, int code) {
        return new MetaRefusal(http, code, null, null, null);
    }

    @Test
    void knowsEveryCodeThatMetaDocuments() {
        int[] codes = Arrays.stream(ALL.split(" ", -1)).mapToInt(Integer::parseInt).toArray();

        assertThat(IntStream.of(codes).filter(code -> !SendErrors.known(code))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, 130429, SLOWER",
        "400, 131056, PAIR",
        "500, 131057, AGAIN",
        "400, 131016, RETRY",
        "500, 131016, DOUBT",
        "500, 131000, DOUBT",
        "503, 2, DOUBT",
        "400, 131047, NEVER",
        "400, 131048, WAIT_AN_HOUR",
        "400, 131049, WAIT_A_DAY",
        "401, 190, STOP",
        "403, 131031, STOP",
        "403, 250, STOP",
        "400, 999999, UNHEARD_OF",
        "500, 999999, DOUBT"
    })
    void rules(int http, int code, Ruling ruling) {
        assertThat(SendErrors.ruling(refusal(http, code))).isEqualTo(ruling);
    }
}
