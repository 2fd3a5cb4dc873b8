package dev.coexistence.watching.house;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Rule for the names of methods. A method is a verb with its object, or the noun of what it gives.
 * A name made of nothing but participles, prepositions and pronouns is neither: {@code taken},
 * {@code of}, {@code with}, {@code mine}, {@code toldOf}.
 *
 * <p>Such a name is clear all the same, and not counted, where the method
 *
 * <ul>
 *   <li>overrides: its supertype names it;
 *   <li>is an accessor: it takes nothing and is named as a field or component of its type;
 *   <li>is a predicate: it returns a boolean ({@code ended()});
 *   <li>makes a value of its own type: a factory ({@code notFound}) or the transition of a state,
 *       named by the state it leads to ({@code paused});
 *   <li>is a static factory with the JDK's word, {@code of} or {@code from};
 *   <li>records an event in a type named {@code …Metrics} or {@code …Listener} ({@code refused()});
 *   <li>gives a time ({@code endedAt}).
 * </ul>
 */
final class MethodWords {
    private static final Set<String> FACTORIES = Set.of("of", "from");

    private static final Set<String> PREPOSITIONS =
            words(
                    "of from with at by in into on to for under over after before until since between"
                            + " within without around about above below beyond behind against among"
                            + " across through toward towards up down off out beside besides near per"
                            + " than via as upon onto ahead underway away not");

    private static final Set<String> PRONOUNS =
            words(
                    "mine yours his hers its ours theirs who whom whose what which this that these"
                            + " those it them they us we other others another none nothing something"
                            + " everything anything nobody everybody anybody somebody one ones both"
                            + " either neither same such");

    private static final Set<String> IRREGULAR =
            words(
                    "taken told sent kept held left lost made paid seen known shown given gone done"
                            + " written chosen broken spoken stolen hidden begun sold said heard felt"
                            + " found bound built bought brought caught thought taught sought meant met"
                            + " spent lent dealt understood stood withdrawn drawn grown thrown born torn"
                            + " woken risen driven forgotten gotten struck stuck swept slept fallen"
                            + " beaten led fed laid become overtaken mistaken wound rung sung shaken");

    /** Words that end as participles do and are verbs or nouns. */
    private static final Set<String> NO_PARTICIPLES =
            words(
                    "need feed seed speed embed exceed proceed succeed shed bed red"
                            + " ping ring string thing spring bring sing swing warning setting heading"
                            + " meaning building listing mapping rating landing padding encoding meeting"
                            + " greeting spelling binding billing routing paging logging timing"
                            + " tracing recording sibling sighting marketing nothing something everything anything");

    private MethodWords() {}

    /** Tells whether the name says neither what the method does nor what it gives. */
    static boolean isUnclear(SourceType.Method method, SourceType type) {
        List<String> words = split(method.name());
        return !isClearByPlace(method, type)
                && !(words.size() > 1 && words.getLast().equals("at"))
                && words.stream().allMatch(MethodWords::isSmall);
    }

    private static boolean isClearByPlace(SourceType.Method method, SourceType type) {
        String returns = method.returns().replaceFirst("<.*", "");
        boolean records = type.name().endsWith("Metrics") || type.name().endsWith("Listener");
        return method.override()
                || (method.parameters() == 0 && type.fields().contains(method.name()))
                || returns.equals("boolean")
                || (method.isStatic() && FACTORIES.contains(method.name()))
                || returns.substring(returns.lastIndexOf('.') + 1).equals(type.name())
                || (records && returns.equals("void"));
    }

    private static boolean isSmall(String word) {
        return PREPOSITIONS.contains(word) || PRONOUNS.contains(word) || isParticiple(word);
    }

    private static boolean isParticiple(String word) {
        return IRREGULAR.contains(word)
                || (!NO_PARTICIPLES.contains(word)
                        && word.length() > 4
                        && (word.endsWith("ed") || word.endsWith("ing")));
    }

    private static List<String> split(String name) {
        return Arrays.stream(name.split("(?=[A-Z])", 0)).map(word -> word.toLowerCase()).toList();
    }

    private static Set<String> words(String list) {
        return Set.of(list.split(" ", 0));
    }
}
