package dev.coexistence.watching.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.watching.house.HouseMeasures.Measure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The measures of all main code within their bounds. */
class HouseMeasuresTest {
    private static final Path ROOT =
            Path.of(System.getProperty("coexistence.root", "../..")).toAbsolutePath().normalize();
    private static HouseMeasures measures;

    @BeforeAll
    static void read() throws IOException {
        measures = HouseMeasures.read(ROOT);
    }

    @Test
    void aQuarterOfTheTypesAtMostHasAOneWordName() {
        assertHolds(measures.oneWordTypes());
    }

    @Test
    void methodsAreNamedByVerbsAndNouns() {
        assertHolds(measures.unclearMethods());
    }

    @Test
    void noTypesJavadocOpensWithAQuestionWord() {
        assertHolds(measures.questionJavadoc());
    }

    @Test
    void noNameStandsInTwoServices() {
        assertHolds(measures.sharedNames());
    }

    @Test
    void packagesHaveTwentyTypesAtMost() {
        assertHolds(measures.fullPackages());
    }

    @Test
    void filesHaveThreeHundredLinesAtMost() {
        assertHolds(measures.longFiles());
    }

    @Test
    void recordsDoNotBundleCollaborators() {
        assertHolds(measures.bundles());
    }

    private static void assertHolds(Measure measure) {
        assertThat(measure.holds()).as(measure.toString()).isTrue();
    }
}
