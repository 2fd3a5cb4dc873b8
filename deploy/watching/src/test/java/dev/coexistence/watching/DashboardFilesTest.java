package dev.coexistence.watching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds the checked-in dashboards equal to the Java that describes them. To write them anew: {@code
 * ./mvnw -pl deploy/watching test -Dtest=DashboardFilesTest -Ddashboards=write}.
 */
class DashboardFilesTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$([a-z]+)");

    @Test
    void filesAreWhatTheJavaSays() throws IOException {
        if ("write".equals(System.getProperty("dashboards"))) {
            for (var dashboard : Dashboard.all()) {
                Files.writeString(
                        Deploy.DASHBOARDS.resolve(dashboard.uid() + ".json"),
                        DashboardJson.write(dashboard));
            }
        }

        assertThat(Deploy.files(Deploy.DASHBOARDS, ".json"))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(
                        Dashboard.all().stream().map(one -> one.uid() + ".json").toList());
        for (var dashboard : Dashboard.all()) {
            assertThat(Deploy.text(Deploy.DASHBOARDS.resolve(dashboard.uid() + ".json")))
                    .isEqualTo(DashboardJson.write(dashboard));
        }
    }

    @Test
    void everyPanelSaysWhatItShowsAndAsksSomething() {
        for (var dashboard : Dashboard.all()) {
            for (var row : dashboard.rows()) {
                for (var panel : row.panels()) {
                    assertThat(panel.says()).as(panel.title()).endsWith(".");
                    assertThat(panel.queries()).as(panel.title()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void panelsOfADashboardHaveTitlesOfTheirOwn() {
        for (var dashboard : Dashboard.all()) {
            var titles = new HashSet<String>();
            for (var row : dashboard.rows()) {
                for (var panel : row.panels()) {
                    assertThat(titles.add(panel.title())).as(panel.title()).isTrue();
                }
            }
        }
    }

    @Test
    void queriesUseOnlyTheVariablesOfTheirDashboard() {
        for (var dashboard : Dashboard.all()) {
            var known = dashboard.variables().stream().map(DashboardVariable::name).toList();
            for (var query : dashboard.queries()) {
                assertThat(VARIABLE.matcher(query.promQl()).results().map(match -> match.group(1)))
                        .as(query.promQl())
                        .isSubsetOf(known);
            }
        }
    }
}
