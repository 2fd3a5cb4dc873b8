package dev.coexistence.connection.policy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * One dated source's rules of coexistence. Data, not code: editions are files.
 *
 * @param edition name by which it is chosen
 * @param date when the source said so
 * @param source where it stands
 * @param otherCountries what holds for a country that {@code countries} does not name
 * @param countries by ISO 3166 code
 * @param disabledFeatures what the app loses in coexistence
 * @param budgets messages per second, inbound and outbound together
 */
public record PolicyEdition(
        String edition,
        LocalDate date,
        String source,
        CountryAvailability otherCountries,
        Map<String, CountryAvailability> countries,
        List<Feature> disabledFeatures,
        Budgets budgets,
        ActivityRule activity) {

    public PolicyEdition {
        countries = Map.copyOf(countries);
        disabledFeatures = List.copyOf(disabledFeatures);
    }

    /** Messages per second in each mode. */
    public record Budgets(int coexistence, int fullMigration) {}

    public CountryAvailability coexistenceIn(String country) {
        return countries.getOrDefault(country, otherCountries);
    }

    public List<String> disabledFeatureNames() {
        return disabledFeatures.stream().map(Feature::feature).toList();
    }
}
