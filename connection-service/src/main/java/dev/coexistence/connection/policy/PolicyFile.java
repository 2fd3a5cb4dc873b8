package dev.coexistence.connection.policy;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads one edition. Whatever is wrong with the file is said with its name and the key. */
final class PolicyFile {
    private static final Set<String> COUNTRIES =
            Set.of(
                    Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2)
                            .toArray(new String[0]));

    private final String file;

    private PolicyFile(String file) {
        this.file = file;
    }

    /**
     * @throws IllegalArgumentException naming file and key
     */
    static PolicyEdition read(String file, String yaml) {
        return new PolicyFile(file).edition(yaml);
    }

    private PolicyEdition edition(String yaml) {
        Map<String, @Nullable Object> top = map("the file", parse(yaml));
        checkKeys(
                "",
                top,
                "edition",
                "date",
                "source",
                "coexistence",
                "disabledFeatures",
                "budgets",
                "activity");
        var coexistence = map("coexistence", top.get("coexistence"));
        checkKeys("coexistence.", coexistence, "otherCountries", "countries");
        var budgets = map("budgets", top.get("budgets"));
        checkKeys("budgets.", budgets, "coexistence", "fullMigration");
        return new PolicyEdition(
                text("edition", top.get("edition")),
                date("date", top.get("date")),
                text("source", top.get("source")),
                availability("coexistence.otherCountries", coexistence.get("otherCountries")),
                countries(coexistence.get("countries")),
                features(top.get("disabledFeatures")),
                new PolicyEdition.Budgets(
                        count("budgets.coexistence", budgets.get("coexistence")),
                        count("budgets.fullMigration", budgets.get("fullMigration"))),
                activity(top.get("activity")));
    }

    private @Nullable Object parse(String yaml) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        } catch (YAMLException e) {
            throw new IllegalArgumentException(
                    "Policy " + file + " is not YAML: " + e.getMessage(), e);
        }
    }

    private Map<String, CountryAvailability> countries(@Nullable Object value) {
        var countries = new TreeMap<String, CountryAvailability>();
        map("coexistence.countries", value)
                .forEach((country, availability) -> {
                    String key = "coexistence.countries." + country;
                    if (!COUNTRIES.contains(country)) {
                        throw wrong(key, "is no ISO 3166 code of a country");
                    }
                    countries.put(country, availability(key, availability));
                });
        return countries;
    }

    private List<Feature> features(@Nullable Object value) {
        var features = new ArrayList<Feature>();
        var names = new HashSet<String>();
        for (@Nullable Object item : list("disabledFeatures", value)) {
            String key = "disabledFeatures[" + features.size() + "]";
            var feature = map(key, item);
            checkKeys(key + ".", feature, "feature", "effect");
            String name = text(key + ".feature", feature.get("feature"));
            if (!names.add(name)) {
                throw wrong(key + ".feature", "names " + name + " a second time");
            }
            features.add(new Feature(name, text(key + ".effect", feature.get("effect"))));
        }
        return features;
    }

    private ActivityRule activity(@Nullable Object value) {
        var activity = map("activity", value);
        checkKeys("activity.", activity, "days", "warnings");
        var warnings = new ArrayList<Integer>();
        for (@Nullable Object item : list("activity.warnings", activity.get("warnings"))) {
            warnings.add(count("activity.warnings[" + warnings.size() + "]", item));
        }
        try {
            return new ActivityRule(count("activity.days", activity.get("days")), warnings);
        } catch (IllegalArgumentException e) {
            throw e.getMessage() != null && e.getMessage().startsWith("Policy ")
                    ? e
                    : new IllegalArgumentException("Policy " + file + ": " + e.getMessage(), e);
        }
    }

    private Map<String, @Nullable Object> map(String key, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(key, "must be a map" + was(value));
        }
        var result = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((name, item) -> {
            if (!(name instanceof String string)) {
                // YAML reads NO (Norway) as false.
                throw wrong(key, "has the key " + name + ", which is no text: quote it");
            }
            result.put(string, item);
        });
        return result;
    }

    private List<?> list(String key, @Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            throw wrong(key, "must be a list" + was(value));
        }
        return list;
    }

    private String text(String key, @Nullable Object value) {
        if (!(value instanceof String text) || text.isBlank()) {
            throw wrong(key, "must be a text" + was(value));
        }
        return text;
    }

    private int count(String key, @Nullable Object value) {
        if (!(value instanceof Integer number) || number < 1) {
            throw wrong(key, "must be a whole number from 1" + was(value));
        }
        return number;
    }

    private LocalDate date(String key, @Nullable Object value) {
        try {
            return LocalDate.parse(text(key, value));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "Policy "
                            + file
                            + ": "
                            + key
                            + " must be a date such as \"2026-09-11\""
                            + was(value),
                    e);
        }
    }

    private CountryAvailability availability(String key, @Nullable Object value) {
        for (CountryAvailability availability : CountryAvailability.values()) {
            if (availability.name().equals(value)) {
                return availability;
            }
        }
        throw wrong(key, "must be AVAILABLE, NOT_AVAILABLE or UNKNOWN" + was(value));
    }

    private void checkKeys(String prefix, Map<String, ?> map, String... keys) {
        for (String key : map.keySet()) {
            if (!List.of(keys).contains(key)) {
                throw wrong(
                        prefix + key,
                        "is no key of a policy; there are " + String.join(", ", keys));
            }
        }
    }

    private static String was(@Nullable Object value) {
        return value == null ? ", was missing" : ", was " + value;
    }

    private IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException("Policy " + file + ": " + key + " " + what);
    }
}
