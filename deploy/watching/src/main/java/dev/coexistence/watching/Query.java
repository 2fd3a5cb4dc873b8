package dev.coexistence.watching;

/**
 * One line of a panel.
 *
 * @param promQl may use the dashboard's variables
 * @param legend Grafana's template for the name of a series
 * @param emptyBecause why it may return nothing while all is well; empty where it must return
 *     something
 */
record Query(String promQl, String legend, String emptyBecause) {
    static Query of(String promQl, String legend) {
        return new Query(promQl, legend, "");
    }

    Query mayBeEmpty(String because) {
        return new Query(promQl, legend, because);
    }
}
