package dev.coexistence.connection.api;

import dev.coexistence.access.Caller;
import dev.coexistence.connection.audit.AuditCursor;
import dev.coexistence.connection.audit.AuditEntries;
import dev.coexistence.connection.audit.AuditQuery;
import dev.coexistence.connection.audit.AuditRow;
import dev.coexistence.connection.audit.AuditSheet;
import dev.coexistence.connection.record.TenantConnections;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** The audit over HTTP, as JSON and as CSV. */
@RestController
class AuditController {
    private static final int PAGE = 100;
    private static final int MOST = 500;
    private static final int MOST_IN_SHEET = 10_000;
    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

    private final AuditEntries entries;
    private final TenantConnections visible;

    AuditController(AuditEntries entries, TenantConnections visible) {
        this.entries = entries;
        this.visible = visible;
    }

    record Page(List<AuditRow> items, @Nullable String nextCursor) {}

    /**
     * Entries, newest first.
     *
     * @param asked times as ISO 8601 instants
     * @param format csv, or json; without it the header Accept decides
     */
    @GetMapping("/v1/audit")
    ResponseEntity<Object> read(
            Caller caller,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            AuditQuery asked,
            @RequestParam(required = false) @Nullable String format,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") List<String> accept) {
        Optional<AuditCursor> after = AuditCursor.parse(cursor);
        if (!cursor.isEmpty() && after.isEmpty()) {
            return ConnectionProblem.badRequest("The cursor is none of this list.");
        }
        visible.noteLook(caller, "audit");
        boolean sheet = format == null ? prefersSheet(accept) : format.equals("csv");
        int most = sheet ? MOST_IN_SHEET : MOST;
        int wanted = Math.clamp(limit == null ? (sheet ? MOST_IN_SHEET : PAGE) : limit, 1, most);
        var rows = entries.find(caller, asked, after, wanted);
        String next = rows.size() < wanted ? null : AuditCursor.after(rows.getLast()).text();
        return sheet ? answerSheet(rows, next, asked) : ResponseEntity.ok(new Page(rows, next));
    }

    private static ResponseEntity<Object> answerSheet(
            List<AuditRow> rows, @Nullable String next, AuditQuery asked) {
        var answer =
                ResponseEntity.ok()
                        .contentType(CSV)
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                "attachment; filename=\"audit.csv\"");
        if (next != null) {
            answer.header(HttpHeaders.LINK, "<" + address(next, asked) + ">; rel=\"next\"");
        }
        return answer.body(AuditSheet.write(rows));
    }

    private static String address(String cursor, AuditQuery asked) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("format", "csv");
        parameters.put("cursor", cursor);
        put(parameters, "tenant", asked.tenant());
        put(parameters, "caller", asked.caller());
        put(parameters, "action", asked.action());
        put(parameters, "object", asked.object());
        put(parameters, "from", asked.from());
        put(parameters, "to", asked.to());
        var link = UriComponentsBuilder.fromPath("/v1/audit");
        parameters.keySet().forEach(name -> link.queryParam(name, "{" + name + "}"));
        return link.encode().buildAndExpand(parameters).toUriString();
    }

    private static void put(Map<String, String> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
    }

    private static boolean prefersSheet(List<String> accept) {
        return accept.stream()
                .map(value -> value.strip().toLowerCase(java.util.Locale.ROOT))
                .anyMatch(value -> value.startsWith("text/csv"));
    }
}
