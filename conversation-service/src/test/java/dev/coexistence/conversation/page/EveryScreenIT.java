package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every screen alike. */
class EveryScreenIT extends PageInBrowser {

    private static List<String> screens() {
        return new Showcase(inbox(), services()).screens(endpoints());
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void noneHasASeriousBarrier(String colours) {
        var found = new ArrayList<String>();
        List<String> screens = screens();
        try (var visit = colours.equals("dark") ? Visit.dark(base()) : Visit.wide(base())) {
            for (String screen : screens) {
                visit.open(screen);
                visit.barriers().forEach(barrier -> found.add(screen + " " + barrier));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void noneIsWiderThanAPhoneAndEachHasItsTitleInWords() {
        var wrong = new ArrayList<String>();
        List<String> screens = screens();
        try (var visit = Visit.phone(base())) {
            for (String screen : screens) {
                visit.open(screen);
                if (visit.tooWide()) {
                    wrong.add(screen + " is too wide");
                }
                String text = visit.page().title() + visit.find("body").innerText();
                if (text.contains("??") || visit.page().title().isBlank()) {
                    wrong.add(screen + " lacks a text");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(
            named = Pictures.FOLDER,
            matches = ".+",
            disabledReason = "asked for by -Dtest.args=-Dcoexistence.pictures=FOLDER")
    void eachIsPhotographed() {
        assertThat(Pictures.take(base(), screens(), Map.of())).isPositive();
    }

    @Test
    void whatIsNotThereIsSaidInWords() {
        try (var visit = Visit.wide(base())) {
            visit.page().navigate(base() + "/conversations/123456789");
            visit.waitForText("h1", "Not here");
            visit.page().navigate(base() + "/no/such/page");
            visit.waitForText("h1", "Not here");
            visit.expecting("404");
        }
    }

    @Test
    void emptyPlacesSayWhatToDo() {
        inbox().clear();
        services().answer("GET /v1/connections", 200, "{\"items\": []}");
        services().answer("GET /v1/dead-letters", 200, "{\"items\": [], \"waiting\": {}}");
        try (var visit = Visit.wide(base())) {
            visit.open("/");
            assertThat(visit.find("#list-empty").innerText()).contains("Connect a");
            visit.open("/connections");
            assertThat(visit.find(".empty").innerText()).contains("Connect a number");
            visit.open("/operations");
            assertThat(visit.find(".empty").innerText()).contains("Nothing is parked");
        }
    }
}
