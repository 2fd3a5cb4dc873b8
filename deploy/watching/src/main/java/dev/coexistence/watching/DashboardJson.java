package dev.coexistence.watching;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a dashboard as Grafana reads it: with what differs from Grafana's defaults, no more. */
final class DashboardJson {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int SCHEMA_VERSION = 39;
    private static final int COLUMNS = 24;

    private DashboardJson() {}

    /** The file's text; the same dashboard always gives the same. */
    static String write(Dashboard dashboard) {
        ObjectNode root = JSON.createObjectNode();
        root.put("uid", dashboard.uid());
        root.put("title", dashboard.title());
        root.put("description", dashboard.says());
        root.put("schemaVersion", SCHEMA_VERSION);
        root.put("editable", false);
        root.put("graphTooltip", 1);
        root.put("refresh", "5s");
        root.putArray("tags").add("whatsapp");
        root.putObject("time").put("from", "now-30m").put("to", "now");
        ArrayNode variables = root.putObject("templating").putArray("list");
        dashboard.variables().forEach(variable -> add(variables, variable));
        addPanels(root.putArray("panels"), dashboard);
        return JSON.writeValueAsString(root).replace("\r\n", "\n") + "\n";
    }

    private static void add(ArrayNode variables, DashboardVariable variable) {
        ObjectNode node = variables.addObject();
        node.put("type", "query");
        node.put("name", variable.name());
        node.put("label", variable.label());
        node.put("query", variable.values());
        addDatasource(node);
        node.put("refresh", 2);
        node.put("sort", 1);
        node.put("multi", true);
        node.put("includeAll", true);
        node.putObject("current").put("text", "All").put("value", "$__all");
    }

    private static void addPanels(ArrayNode panels, Dashboard dashboard) {
        int id = 1;
        int y = 0;
        for (var row : dashboard.rows()) {
            ObjectNode heading = panels.addObject();
            heading.put("id", id++).put("type", "row").put("title", row.title());
            place(heading, 0, y, COLUMNS, 1);
            y++;
            int x = 0;
            int height = 0;
            for (Panel panel : row.panels()) {
                if (x + panel.columns() > COLUMNS) {
                    x = 0;
                    y += height;
                    height = 0;
                }
                ObjectNode node = panels.addObject();
                node.put("id", id++);
                fill(node, panel);
                place(node, x, y, panel.columns(), panel.height());
                x += panel.columns();
                height = Math.max(height, panel.height());
            }
            y += height;
        }
    }

    private static void place(ObjectNode node, int x, int y, int width, int height) {
        node.putObject("gridPos").put("x", x).put("y", y).put("w", width).put("h", height);
    }

    private static void fill(ObjectNode node, Panel panel) {
        node.put("type", type(panel.kind()));
        node.put("title", panel.title());
        node.put("description", panel.says());
        addDatasource(node);
        ArrayNode targets = node.putArray("targets");
        char name = 'A';
        for (PanelQuery query : panel.queries()) {
            ObjectNode target = targets.addObject();
            target.put("refId", String.valueOf(name++));
            target.put("expr", query.promQl());
            if (panel.kind() == Panel.Kind.TABLE) {
                target.put("instant", true).put("format", "table");
            }
            target.put("legendFormat", query.legend().isEmpty() ? "__auto" : query.legend());
        }
        ObjectNode defaults = node.putObject("fieldConfig").putObject("defaults");
        defaults.put("unit", panel.unit());
        if (panel.kind() != Panel.Kind.TABLE) {
            defaults.put("min", 0);
        }
        look(node, defaults, panel.kind());
    }

    private static void look(ObjectNode node, ObjectNode defaults, Panel.Kind kind) {
        switch (kind) {
            case LINES -> defaults.putObject("custom").put("fillOpacity", 5);
            case STACKED ->
                    defaults.putObject("custom")
                            .put("fillOpacity", 40)
                            .putObject("stacking")
                            .put("mode", "normal");
            case NUMBER -> node.putObject("options").put("graphMode", "area");
            case MUST_BE_ZERO -> {
                node.putObject("options").put("graphMode", "none").put("colorMode", "background");
                ArrayNode steps = defaults.putObject("thresholds").putArray("steps");
                steps.addObject().put("color", "green").putNull("value");
                steps.addObject().put("color", "red").put("value", 1);
            }
            case TABLE, STATE_OVER_TIME -> {}
        }
    }

    private static String type(Panel.Kind kind) {
        return switch (kind) {
            case LINES, STACKED -> "timeseries";
            case NUMBER, MUST_BE_ZERO -> "stat";
            case TABLE -> "table";
            case STATE_OVER_TIME -> "state-timeline";
        };
    }

    private static void addDatasource(ObjectNode node) {
        node.putObject("datasource").put("type", "prometheus").put("uid", "prometheus");
    }
}
