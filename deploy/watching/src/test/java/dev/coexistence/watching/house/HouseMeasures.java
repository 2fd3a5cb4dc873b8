package dev.coexistence.watching.house;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Measures of the language and the rooms of all main code. As a program it prints them, for one
 * module where its folder is named: {@code java
 * deploy/watching/src/test/java/dev/coexistence/watching/house/HouseMeasures.java [module]}.
 */
public final class HouseMeasures {
    private static final Set<String> SERVICES =
            Set.of(
                    "connection-service",
                    "webhook-ingest-service",
                    "outbound-dispatch-service",
                    "conversation-service");
    private static final Set<String> QUESTIONS =
            Set.of(
                    "What", "How", "Who", "Whom", "Where", "Which", "Why", "When", "Whether",
                    "Whose");
    private static final int ROOM = 20;
    private static final int LONG = 300;

    private final List<SourceType> types;

    HouseMeasures(List<SourceType> types) {
        this.types = List.copyOf(types);
    }

    static HouseMeasures read(Path root) throws IOException {
        return new HouseMeasures(SourceTree.read(root));
    }

    /**
     * Prints every measure with what breaks it.
     *
     * @param arguments the folder of a module, or nothing for all of them
     */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(System.getProperty("coexistence.root", "")).toAbsolutePath();
        HouseMeasures all = read(root);
        HouseMeasures measures =
                arguments.length == 0
                        ? all
                        : new HouseMeasures(
                                all.types.stream()
                                        .filter(type -> type.module().equals(arguments[0]))
                                        .toList());
        measures.measures().forEach(System.out::println);
    }

    /** All measures, each with its bound. */
    List<Measure> measures() {
        return List.of(
                oneWordTypes(),
                unclearMethods(),
                questionJavadoc(),
                nestedQuestionJavadoc(),
                sharedNames(),
                fullPackages(),
                longFiles(),
                bundles());
    }

    Measure oneWordTypes() {
        List<SourceType> top = topLevel();
        return Measure.share(
                "one-word names of top-level types",
                25,
                top.size(),
                top.stream().filter(SourceType::hasOneWord).map(HouseMeasures::place).toList());
    }

    Measure unclearMethods() {
        List<String> unclear = new ArrayList<>();
        int all = 0;
        for (SourceType type : types) {
            for (SourceType.Method method : type.methods()) {
                all++;
                if (MethodWords.isUnclear(method, type)) {
                    unclear.add(place(type) + "." + method.name());
                }
            }
        }
        return Measure.share(
                "methods named by participles, prepositions and pronouns alone", 3, all, unclear);
    }

    Measure questionJavadoc() {
        return questionJavadoc("top-level types", topLevel());
    }

    /** Printed beside the rule, which speaks of top-level types. */
    Measure nestedQuestionJavadoc() {
        return questionJavadoc(
                "nested types", types.stream().filter(type -> !type.isTopLevel()).toList());
    }

    private static Measure questionJavadoc(String kind, List<SourceType> of) {
        return Measure.count(
                kind + " whose Javadoc opens with a question word",
                0,
                of.stream()
                        .filter(type -> QUESTIONS.contains(type.javadoc().split("\\W", 2)[0]))
                        .map(HouseMeasures::place)
                        .toList());
    }

    Measure sharedNames() {
        Map<String, Set<String>> homes = new TreeMap<>();
        for (SourceType type : topLevel()) {
            if (SERVICES.contains(type.module())) {
                homes.computeIfAbsent(type.name(), _ -> new TreeSet<>()).add(type.module());
            }
        }
        return Measure.count(
                "names of top-level types in two services",
                0,
                homes.entrySet().stream()
                        .filter(home -> home.getValue().size() > 1)
                        .map(home -> home.getKey() + " " + home.getValue())
                        .toList());
    }

    Measure fullPackages() {
        Map<String, Long> rooms =
                topLevel().stream()
                        .collect(
                                Collectors.groupingBy(
                                        type -> type.module() + " " + type.packageName(),
                                        TreeMap::new,
                                        Collectors.counting()));
        return Measure.count(
                "packages of more than " + ROOM + " types",
                0,
                rooms.entrySet().stream()
                        .filter(room -> room.getValue() > ROOM)
                        .map(room -> room.getKey() + " " + room.getValue())
                        .toList());
    }

    Measure longFiles() {
        return Measure.count(
                "files of more than " + LONG + " lines",
                0,
                topLevel().stream()
                        .filter(type -> type.lines() > LONG)
                        .map(type -> place(type) + " " + type.lines())
                        .toList());
    }

    /** Records that only pass collaborators on: a constructor argument each is better. */
    Measure bundles() {
        var values = new ValueTypes(types);
        return Measure.count(
                "records of three or more components, all of them collaborators",
                5,
                types.stream()
                        .filter(type -> type.kind() == SourceType.Kind.RECORD)
                        .filter(type -> type.components().size() >= 3)
                        .filter(type ->
                                type.components().stream().noneMatch(one -> values.isValue(one)))
                        .map(HouseMeasures::place)
                        .toList());
    }

    private List<SourceType> topLevel() {
        return types.stream().filter(SourceType::isTopLevel).toList();
    }

    private static String place(SourceType type) {
        return type.packageName().replaceFirst("dev\\.coexistence\\.", "") + "." + type.path();
    }

    /**
     * A measure.
     *
     * @param name of what is counted
     * @param bound the highest allowed value
     * @param value percent or count
     * @param unit percent sign, or empty for a count
     * @param found what was counted
     */
    record Measure(String name, double bound, double value, String unit, List<String> found) {
        static Measure share(String name, double bound, int all, List<String> found) {
            return new Measure(name, bound, all == 0 ? 0 : 100.0 * found.size() / all, " %", found);
        }

        static Measure count(String name, double bound, Collection<String> found) {
            return new Measure(name, bound, found.size(), "", List.copyOf(found));
        }

        boolean holds() {
            return value <= bound;
        }

        @Override
        public String toString() {
            String head =
                    String.format(
                            Locale.ROOT,
                            "%s %s: %.1f%s (at most %.0f%s)",
                            holds() ? "ok  " : "OVER",
                            name,
                            value,
                            unit,
                            bound,
                            unit);
            return head
                    + found.stream().map(one -> "\n       " + one).collect(Collectors.joining());
        }
    }
}
