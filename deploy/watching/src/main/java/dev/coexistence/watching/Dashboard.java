package dev.coexistence.watching;

import java.util.List;

/**
 * One dashboard.
 *
 * @param uid part of its address; never changes
 * @param rows from top to bottom
 */
record Dashboard(
        String uid, String title, String says, List<DashboardVariable> variables, List<Row> rows) {

    /** Panels under one heading, laid out from left to right and wrapped. */
    record Row(String title, List<Panel> panels) {
        static Row of(String title, Panel... panels) {
            return new Row(title, List.of(panels));
        }
    }

    /** All dashboards, in the order of Grafana's list. */
    static List<Dashboard> all() {
        return List.of(
                PromisesDashboard.dashboard(),
                ThroughputDashboard.dashboard(),
                IngestDashboard.dashboard(),
                ConversationsDashboard.dashboard(),
                ConnectionsDashboard.dashboard(),
                PlatformDashboard.dashboard());
    }

    List<PanelQuery> queries() {
        return rows.stream()
                .flatMap(row -> row.panels().stream())
                .flatMap(panel -> panel.queries().stream())
                .toList();
    }
}
