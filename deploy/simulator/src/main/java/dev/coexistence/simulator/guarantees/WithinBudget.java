package dev.coexistence.simulator.guarantees;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * In any sliding second no more than N requests of a number reach the provider, refused ones
 * included. N is the level in force at each arrival.
 */
public final class WithinBudget implements Guarantee {
    private final ViolationLog violations = new ViolationLog(this);
    private final Map<String, SlidingSecond> seconds = new HashMap<>();
    private final Map<String, Integer> changed = new HashMap<>();
    private final ToIntFunction<String> budget;

    /** Takes each number's level at the start. */
    public WithinBudget(ToIntFunction<String> budget) {
        this.budget = budget;
    }

    /** From here on the number's level is another one; told in the order of arrivals. */
    public void budgetChanged(String number, int perSecond) {
        changed.put(number, perSecond);
    }

    /** Something other than a send used up budget: an inbound message, an echo. */
    public void counted(String number, long nanos) {
        judge(number, second(number).add(nanos));
    }

    @Override
    public void arrived(Arrived arrival) {
        judge(arrival.number(), second(arrival.number()).add(arrival.nanos()));
    }

    private void judge(String number, int count) {
        Integer level = changed.get(number);
        int allowed = level == null ? budget.applyAsInt(number) : level;
        if (count > allowed) {
            violations.add(
                    "number " + number + " had " + count + " in one second, allowed " + allowed);
        }
    }

    /** The worst sliding second of a number so far. */
    public int worst(String number) {
        return second(number).worst();
    }

    @Override
    public List<Violation> violations() {
        return violations.all();
    }

    private SlidingSecond second(String number) {
        return seconds.computeIfAbsent(number, _ -> new SlidingSecond());
    }
}
