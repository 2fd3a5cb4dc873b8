package dev.coexistence.dispatch.simulation;

import java.util.Random;

/**
 * What a seed makes of the world.
 *
 * @param numbers how many send
 * @param commands how many messages are commanded in all
 * @param trouble how likely each request meets trouble
 * @param upheavals crashes, stops and handovers of the dispatcher
 * @param restrictions times for which Meta takes nothing of a number
 * @param choosy whether Meta refuses one recipient of each number as if it refused the number
 * @param badWeather whether database, brokers or processor fail for a while; then customers write
 *     too, and the dispatcher itself has no upheavals
 */
record Scenario(
        int numbers,
        int commands,
        int recipients,
        long span,
        double trouble,
        int upheavals,
        int restrictions,
        boolean choosy,
        boolean badWeather) {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000_000_000L;

    /** True where nothing but restrictions goes wrong. */
    boolean calm() {
        return trouble == 0 && upheavals == 0 && !choosy && !badWeather;
    }

    static Scenario of(Random random) {
        if (random.nextInt(20) == 0) {
            return new Scenario(
                    1, 300 + random.nextInt(400), 150, 2 * SECOND, 0, 0, 0, false, true);
        }
        return new Scenario(
                1 + random.nextInt(3),
                20 + random.nextInt(60),
                1 + random.nextInt(25),
                (1 + random.nextInt(8)) * SECOND,
                random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.15,
                random.nextInt(4),
                random.nextInt(3),
                random.nextInt(4) == 0,
                false);
    }
}
