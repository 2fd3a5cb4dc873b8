package dev.coexistence.watching;

/**
 * One line of a panel.
 *
 * @param promQl may use the dashboard's variables
 * @param legend Grafana's template for the name of a series
 * @param emptyBecause why it may return nothing while all is well; empty where it must return
 *     something
 */
record PanelQuery(String promQl, String legend, String emptyBecause) {
    static PanelQuery of(String promQl, String legend) {
        return new PanelQuery(promQl, legend, "");
    }

    PanelQuery mayBeEmpty(String because) {
        return new PanelQuery(promQl, legend, because);
    }
}
