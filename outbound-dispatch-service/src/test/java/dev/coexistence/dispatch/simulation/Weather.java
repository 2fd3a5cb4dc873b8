package dev.coexistence.dispatch.simulation;

import static dev.coexistence.dispatch.simulation.Scenario.SECOND;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What the machine and its surroundings do to a world: spells in which the database or the brokers
 * are away, or in which everything waits for the processor.
 */
final class Weather {
    private static final long FIRST = 6 * SECOND;

    private record Spell(long from, long until) {
        boolean at(long nanos) {
            return from <= nanos && nanos < until;
        }
    }

    private final List<Spell> database = new ArrayList<>();
    private final List<Spell> broker = new ArrayList<>();
    private final List<Spell> starved = new ArrayList<>();
    private boolean bad;

    static Weather fair() {
        return new Weather();
    }

    /** One spell of one kind, while messages leave. */
    static Weather bad(Random random) {
        var weather = new Weather();
        weather.bad = true;
        var kinds = List.of(weather.database, weather.broker, weather.starved);
        long from = FIRST + random.nextLong(4 * SECOND);
        long until = from + 8 * SECOND + random.nextLong(25 * SECOND);
        kinds.get(random.nextInt(kinds.size())).add(new Spell(from, until));
        return weather;
    }

    boolean bad() {
        return bad;
    }

    /** When the database answers again; now, where it does. */
    long databaseBack(long now) {
        return back(database, now);
    }

    /** When the brokers answer again; now, where they do. */
    long brokerBack(long now) {
        return back(broker, now);
    }

    private static long back(List<Spell> spells, long now) {
        return spells.stream()
                .filter(spell -> spell.at(now))
                .mapToLong(Spell::until)
                .max()
                .orElse(now);
    }

    boolean starved(long now) {
        return starved.stream().anyMatch(spell -> spell.at(now));
    }

    /** A time at which the database is away and nothing can leave any more; -1 where none is. */
    long deepInOutage() {
        return database.isEmpty() ? -1 : database.getFirst().until() - 3 * SECOND;
    }
}
