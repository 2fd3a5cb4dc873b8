package dev.coexistence.watching;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The queries of the checked-in dashboards, read from the files that Grafana reads. */
final class Queries {
    private Queries() {}

    /**
     * One query.
     *
     * @param where dashboard and panel, for a reader of a failure
     * @param promQl as the file has it
     */
    record Asked(String where, String promQl) {
        /** With every variable set to everything. */
        String forEverything() {
            return promQl.replace("$__rate_interval", "5m")
                    .replace("$__range", "10m")
                    .replaceAll("\\$(number|mode|service)", ".+");
        }
    }

    static List<Asked> ofDashboards() {
        var asked = new ArrayList<Asked>();
        for (var file : Deploy.files(Deploy.DASHBOARDS, ".json")) {
            JsonNode dashboard = JsonMapper.shared().readTree(Deploy.text(file));
            for (JsonNode panel : dashboard.path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    asked.add(
                            new Asked(
                                    file.getFileName() + ", " + panel.path("title").asString(),
                                    target.path("expr").asString()));
                }
            }
        }
        return asked;
    }
}
