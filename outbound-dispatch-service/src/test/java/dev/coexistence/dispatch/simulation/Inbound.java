package dev.coexistence.dispatch.simulation;

import static dev.coexistence.dispatch.simulation.Scenario.MILLI;
import static dev.coexistence.dispatch.simulation.Scenario.SECOND;

import java.util.Random;

/**
 * Customers who write to a number at an even pace, and the way of what they wrote to the
 * dispatcher: a webhook, a topic. The pace may rise once, where nobody can see it.
 */
final class Inbound {
    private static final long ON_TIME = 2 * SECOND;
    private static final long LONGEST_RETRY = 5 * SECOND;

    private final World world;
    private final Random random;
    private final String number;
    private int perSecond;

    Inbound(World world, Random random, String number, int perSecond) {
        this.world = world;
        this.random = random;
        this.number = number;
        this.perSecond = perSecond;
    }

    void begin() {
        world.time().after(random.nextLong(SECOND / perSecond), this::write);
    }

    void rise(int by) {
        perSecond += by;
    }

    private void write() {
        world.counted(number);
        long at = world.time().nanos();
        long way = 20 * MILLI + random.nextLong(150 * MILLI) + world.starving(SECOND);
        world.time().after(way, () -> post(at));
        world.time().after(SECOND / perSecond, this::write);
    }

    /** Refused while the brokers are away, and delivered again later. */
    private void post(long at) {
        long now = world.time().nanos();
        long back = world.weather().brokerBack(now);
        if (back > now) {
            world.time().at(back + random.nextLong(LONGEST_RETRY), () -> post(at));
            return;
        }
        boolean onTime = now - at < ON_TIME;
        long came = onTime ? now : at - at % SECOND + SECOND / 2;
        world.inbound(number, came);
    }
}
