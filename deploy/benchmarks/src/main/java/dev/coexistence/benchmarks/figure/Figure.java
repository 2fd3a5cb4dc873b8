package dev.coexistence.benchmarks.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One measured figure.
 *
 * @param name benchmark and figure, such as window.worst-20
 * @param value the median, or a count
 * @param unit ratio, count, ms, MiB …
 * @param peer what it was measured against; empty for nothing
 * @param rounds the single rounds, from which the spread is shown
 * @param note what a reader has to know; empty for nothing
 */
public record Figure(
        String name, double value, String unit, String peer, List<Double> rounds, String note) {

    /** The median of the rounds. */
    public static Figure median(String name, String unit, String peer, List<Double> rounds) {
        return new Figure(name, medianOf(rounds), unit, peer, List.copyOf(rounds), "");
    }

    /** A figure that needs no second look. */
    public static Figure count(String name, double value, String unit) {
        return new Figure(name, value, unit, "", List.of(value), "");
    }

    public Figure against(String other) {
        return new Figure(name, value, unit, other, rounds, note);
    }

    public Figure noting(String sentence) {
        return new Figure(name, value, unit, peer, rounds, sentence);
    }

    public static double medianOf(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("there is no median of nothing");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Round by round, as both arms of a round saw the same machine. */
    public static List<Double> ratios(List<Double> arm, List<Double> other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(arm.size(), other.size()); i++) {
            ratios.add(arm.get(i) / other.get(i));
        }
        return ratios;
    }
}
