package dev.coexistence.connection.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.meta.MetaVersions.Kind;
import dev.coexistence.connection.meta.MetaVersions.Standing;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class MetaVersionsTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-28");
    private final MetaVersions versions = MetaVersions.load();

    @Test
    void versionsPastTheirEndAreNamedWithDateAndSource() {
        for (String version : new String[] {"v2", "v3", "v3-public-preview"}) {
            assertThat(versions.warning(Kind.EMBEDDED_SIGNUP, version, TODAY))
                    .hasValueSatisfying(warning ->
                            assertThat(warning)
                                    .contains(version + " ended on 2026-10-15", "https://"));
        }
        assertThat(versions.judge(Kind.GRAPH, "v19.0", TODAY))
                .isEqualTo(new Standing.Ended(LocalDate.parse("2026-05-21")));
        assertThat(versions.judge(Kind.GRAPH, "v9.0", TODAY)).isEqualTo(new Standing.LongEnded());
    }

    @Test
    void whatIsToldToLastIsNotWarnedOf() {
        assertThat(versions.warning(Kind.EMBEDDED_SIGNUP, "v4", TODAY)).isEmpty();
        assertThat(versions.warning(Kind.EMBEDDED_SIGNUP, "v5", TODAY)).isEmpty();
        assertThat(versions.warning(Kind.GRAPH, "v25.0", TODAY)).isEmpty();
        assertThat(versions.warning(Kind.GRAPH, "v26.0", TODAY)).isEmpty();
    }

    @Test
    void anEndIsAnnouncedNinetyDaysBefore() {
        LocalDate end = LocalDate.parse("2027-01-21");

        assertThat(versions.judge(Kind.GRAPH, "v21.0", end.minusDays(91)))
                .isEqualTo(new Standing.Fine());
        assertThat(versions.judge(Kind.GRAPH, "v21.0", end.minusDays(90)))
                .isEqualTo(new Standing.Ending(end, 90));
        assertThat(versions.judge(Kind.GRAPH, "v21.0", end)).isEqualTo(new Standing.Ending(end, 0));
        assertThat(versions.judge(Kind.GRAPH, "v21.0", end.plusDays(1)))
                .isEqualTo(new Standing.Ended(end));
    }

    @Test
    void whatIsUnknownSaysSo() {
        assertThat(versions.judge(Kind.GRAPH, "v31.0", TODAY)).isEqualTo(new Standing.Unknown());
        assertThat(versions.warning(Kind.GRAPH, "v31.0", TODAY).orElseThrow())
                .contains("Nothing is known here of the end of Graph API v31.0", "2026-11-28");
    }
}
