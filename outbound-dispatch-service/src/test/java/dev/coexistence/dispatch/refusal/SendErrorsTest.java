package dev.coexistence.dispatch.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.refusal.SendErrors.Source;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SendErrorsTest {
    /** Every code that Meta documents for sending: HTTP status, meaning, source, codes. */
    private static final List<Row> TABLE =
            List.of(
                    row(400, ErrorAction.SLOWER, Source.CLOUD_API, "130429"),
                    row(400, ErrorAction.PAIR, Source.CLOUD_API, "131056"),
                    row(400, ErrorAction.AGAIN, Source.CLOUD_API, "4 80007 131057 2494100"),
                    row(500, ErrorAction.AGAIN, Source.CLOUD_API, "131057"),
                    row(400, ErrorAction.AGAIN, Source.GRAPH_API, "341"),
                    row(400, ErrorAction.AGAIN, Source.GRAPH_LIMITS, "17 32 613"),
                    row(
                            400,
                            ErrorAction.AGAIN,
                            Source.GRAPH_LIMITS,
                            "80000 80001 80002 80003 80004"),
                    row(
                            400,
                            ErrorAction.AGAIN,
                            Source.GRAPH_LIMITS,
                            "80005 80006 80008 80009 80010"),
                    row(429, ErrorAction.AGAIN, Source.GRAPH_LIMITS, "80011 80012 80013 80014"),
                    row(
                            400,
                            ErrorAction.RETRY,
                            Source.CLOUD_API,
                            "1 2 131000 131016 133004 134101"),
                    row(503, ErrorAction.DOUBT, Source.CLOUD_API, "1 2 131000 131016 133004"),
                    row(400, ErrorAction.WAIT_AN_HOUR, Source.CLOUD_API, "131048"),
                    row(400, ErrorAction.WAIT_A_DAY, Source.CLOUD_API, "131049 131064"),
                    row(400, ErrorAction.WAIT_THREE_DAYS, Source.CLOUD_API, "133016"),
                    row(
                            400,
                            ErrorAction.NEVER,
                            Source.CLOUD_API,
                            "100 130472 131008 131009 131021"),
                    row(
                            400,
                            ErrorAction.NEVER,
                            Source.CLOUD_API,
                            "131026 131030 131047 131050 131051"),
                    row(
                            400,
                            ErrorAction.NEVER,
                            Source.CLOUD_API,
                            "131052 131053 131055 131058 131060"),
                    row(400, ErrorAction.NEVER, Source.CLOUD_API, "131062 131063 134011 135000"),
                    row(400, ErrorAction.NEVER, Source.CLOUD_API, "134100 134102"),
                    row(403, ErrorAction.NEVER, Source.CLOUD_API, "130403 130497"),
                    row(404, ErrorAction.NEVER, Source.CLOUD_API, "132001"),
                    row(400, ErrorAction.NEVER, Source.CLOUD_API, "132000 132005 132007 132012"),
                    row(400, ErrorAction.NEVER, Source.CLOUD_API, "132016 132018 132068 132069"),
                    row(400, ErrorAction.NEVER, Source.COEXISTENCE, "2593107 2593108 2593109"),
                    row(400, ErrorAction.NEVER, Source.GRAPH_API, "506"),
                    row(
                            400,
                            ErrorAction.NEVER,
                            Source.ON_PREMISES,
                            "470 131001 131002 131006 131043"),
                    held(401, HoldReason.TOKEN, Source.CLOUD_API, "0 190"),
                    held(400, HoldReason.TOKEN, Source.GRAPH_API, "102"),
                    held(403, HoldReason.PERMISSION, Source.CLOUD_API, "10 131005 200 201 210 250"),
                    held(403, HoldReason.PERMISSION, Source.CLOUD_API, "298 299"),
                    held(500, HoldReason.PERMISSION, Source.CLOUD_API, "3"),
                    held(400, HoldReason.NUMBER_GONE, Source.CLOUD_API, "33"),
                    held(403, HoldReason.RESTRICTED, Source.CLOUD_API, "368"),
                    held(403, HoldReason.LOCKED, Source.CLOUD_API, "131031"),
                    held(403, HoldReason.LOCKED, Source.ON_PREMISES, "133007"),
                    held(400, HoldReason.DISPLAY_NAME, Source.CLOUD_API, "131037"),
                    held(400, HoldReason.PAYMENT, Source.CLOUD_API, "131042"),
                    held(500, HoldReason.CERTIFICATE, Source.CLOUD_API, "131045"),
                    held(400, HoldReason.NOT_REGISTERED, Source.CLOUD_API, "133000 133005 133006"),
                    held(400, HoldReason.NOT_REGISTERED, Source.CLOUD_API, "133008 133009 133010"),
                    held(400, HoldReason.NOT_REGISTERED, Source.CLOUD_API, "133015"),
                    held(
                            400,
                            HoldReason.NOT_REGISTERED,
                            Source.ON_PREMISES,
                            "133001 133002 133003"));

    record Row(
            int http,
            ErrorAction ruling,
            @Nullable HoldReason reason,
            Source source,
            String codes) {}

    private static Row row(int http, ErrorAction ruling, Source source, String codes) {
        return new Row(http, ruling, null, source, codes);
    }

    private static Row held(int http, HoldReason reason, Source source, String codes) {
        return new Row(http, ErrorAction.STOP, reason, source, codes);
    }

    static Stream<Arguments> codes() {
        return TABLE.stream()
                .flatMap(row ->
                        Arrays.stream(row.codes().split(" ", -1))
                                .map(code -> Arguments.of(Integer.valueOf(code), row)));
    }

    private static MetaRefusal refusal(int http, int code) {
        return new MetaRefusal(http, code, null, null, null);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("codes")
    void meanWhatMetaSaysOfThem(int code, Row row) {
        MetaRefusal refusal = refusal(row.http(), code);

        assertThat(SendErrors.ruling(refusal)).isEqualTo(row.ruling());
        assertThat(SendErrors.row(code)).isNotNull();
        assertThat(SendErrors.row(code)).extracting(SendErrors.Row::source).isEqualTo(row.source());
        if (row.reason() != null) {
            assertThat(SendErrors.reason(refusal)).isEqualTo(row.reason());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, 999999, UNHEARD_OF", "500, 999999, DOUBT", "400, 131999, UNHEARD_OF",
        "401, 104, UNHEARD_OF", "403, 131999, UNHEARD_OF", "429, 999999, RETRY"
    })
    void ofWhichNobodyHasHeardConcernTheirMessageAlone(int http, int code, ErrorAction ruling) {
        assertThat(SendErrors.ruling(refusal(http, code))).isEqualTo(ruling);
    }

    @ParameterizedTest
    @CsvSource({
        "33, , NUMBER_GONE",
        ", 'Unsupported post request. Object with ID ''9'' does not exist, cannot be loaded due to missing permissions', NUMBER_GONE",
        ", 'API calls from the server require an appsecret_proof argument', PERMISSION"
    })
    void holdTheNumberWhereAHundredConcernsTheNumber(
            @Nullable Integer subcode, @Nullable String message, HoldReason reason) {
        var refusal = new MetaRefusal(400, 100, subcode, "GraphMethodException", message, null);

        assertThat(SendErrors.ruling(refusal)).isEqualTo(ErrorAction.STOP);
        assertThat(SendErrors.reason(refusal)).isEqualTo(reason);
        assertThat(SendErrors.ruling(refusal, "9")).isEqualTo(ErrorAction.STOP);
    }

    @ParameterizedTest
    @CsvSource({
        "33, 'Object with ID ''Y2FwaV9ncm91cA'' does not exist or cannot be loaded.'",
        ", 'Unsupported post request. Object with ID ''10'' does not exist'"
    })
    void endTheMessageWhereMetaMissesAnotherObjectThanTheNumber(
            @Nullable Integer subcode, String message) {
        var refusal = new MetaRefusal(400, 100, subcode, null, message, null);

        assertThat(SendErrors.ruling(refusal, "9")).isEqualTo(ErrorAction.NEVER);
    }

    @ParameterizedTest
    @CsvSource({"2494055, '(#100) Invalid parameter'", ", '(#100) Invalid parameter'"})
    void endTheMessageWhereAHundredConcernsAParameter(@Nullable Integer subcode, String message) {
        assertThat(SendErrors.ruling(new MetaRefusal(400, 100, subcode, null, message, null)))
                .isEqualTo(ErrorAction.NEVER);
    }
}
