package dev.coexistence.conversation.page.operations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Edition of the policy catalogue, from one dated source, as connection-service has it.
 *
 * @param countries availability by country code; the code {@code *} stands for all others
 * @param features effect by name of the feature that is switched off
 */
record PolicyEditionView(
        String name,
        String date,
        String source,
        Map<String, String> countries,
        Map<String, String> features,
        Map<String, String> numbers) {

    /**
     * A line of the comparison of two editions.
     *
     * @param group countries, features or numbers
     */
    record Line(String group, String what, String left, String right) {
        public boolean isSame() {
            return left.equals(right);
        }
    }

    static List<PolicyEditionView> readAll(JsonNode catalogue) {
        return StreamSupport.stream(catalogue.path("editions").spliterator(), false)
                .map(PolicyEditionView::read)
                .toList();
    }

    static PolicyEditionView read(JsonNode json) {
        var countries = new LinkedHashMap<String, String>();
        countries.put("*", json.path("otherCountries").asString(""));
        json.path("countries")
                .properties()
                .forEach(entry -> countries.put(entry.getKey(), entry.getValue().asString("")));
        var features = new LinkedHashMap<String, String>();
        json.path("disabledFeatures")
                .forEach(feature ->
                        features.put(
                                feature.path("feature").asString(""),
                                feature.path("effect").asString("")));
        var numbers = new LinkedHashMap<String, String>();
        numbers.put("coexistence", json.path("budgets").path("coexistence").asString(""));
        numbers.put("migration", json.path("budgets").path("fullMigration").asString(""));
        numbers.put("days", json.path("activity").path("days").asString(""));
        numbers.put(
                "warnings",
                StreamSupport.stream(json.path("activity").path("warnings").spliterator(), false)
                        .map(day -> day.asString(""))
                        .collect(Collectors.joining(", ")));
        return new PolicyEditionView(
                json.path("edition").asString(""),
                json.path("date").asString(""),
                json.path("source").asString(""),
                countries,
                features,
                numbers);
    }

    static List<Line> compare(PolicyEditionView left, PolicyEditionView right) {
        var lines = new ArrayList<Line>();
        for (String country : union(left.countries, right.countries)) {
            lines.add(
                    new Line(
                            "countries",
                            country,
                            left.countries.getOrDefault(country, left.otherCountries()),
                            right.countries.getOrDefault(country, right.otherCountries())));
        }
        for (String feature : union(left.features, right.features)) {
            lines.add(
                    new Line(
                            "features",
                            feature,
                            left.features.containsKey(feature) ? "OFF" : "ON",
                            right.features.containsKey(feature) ? "OFF" : "ON"));
        }
        for (String number : left.numbers.keySet()) {
            lines.add(
                    new Line(
                            "numbers",
                            number,
                            left.numbers.getOrDefault(number, ""),
                            right.numbers.getOrDefault(number, "")));
        }
        return lines;
    }

    private String otherCountries() {
        return countries.getOrDefault("*", "");
    }

    private static TreeSet<String> union(Map<String, String> left, Map<String, String> right) {
        var all = new TreeSet<>(left.keySet());
        all.addAll(right.keySet());
        return all;
    }
}
