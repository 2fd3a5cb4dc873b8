package dev.coexistence.conversation.page.operations;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Filter of the audit, as its form writes it; what is empty filters nothing.
 *
 * @param caller id of who did it, or a part of the name
 * @param action beginning of the action, such as {@code key.}
 * @param object to which it was done
 * @param from first minute, in the reader's zone
 * @param to first minute that is not shown any more, in the reader's zone
 * @param tenant whose alone; for operators of the platform
 */
record AuditFilter(
        @Nullable String caller,
        @Nullable String action,
        @Nullable String object,
        @Nullable String from,
        @Nullable String to,
        @Nullable String tenant) {

    AuditFilter {
        caller = strip(caller);
        action = strip(action);
        object = strip(object);
        from = strip(from);
        to = strip(to);
        tenant = strip(tenant);
    }

    /** The same for a caller who sees one tenant only. */
    AuditFilter withoutTenant() {
        return new AuditFilter(caller, action, object, from, to, "");
    }

    public boolean isEmpty() {
        return fields().isEmpty();
    }

    /** Address of a screen with this filter. */
    public String address(String path, String cursor) {
        Map<String, String> fields = fields();
        put(fields, "cursor", cursor);
        return uri(path, fields);
    }

    /**
     * Address of the API with this filter, encoded.
     *
     * @param zone the reader's
     * @param fixed parameters beside the filter's
     * @throws DateTimeException where a time is none
     */
    String query(ZoneId zone, Map<String, String> fixed) {
        Map<String, String> fields = fields();
        fields.computeIfPresent("from", (_, text) -> instant(text, zone).toString());
        fields.computeIfPresent("to", (_, text) -> instant(text, zone).toString());
        fixed.forEach((name, value) -> put(fields, name, value));
        return uri("/v1/audit", fields);
    }

    private Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        put(fields, "caller", caller);
        put(fields, "action", action);
        put(fields, "object", object);
        put(fields, "from", from);
        put(fields, "to", to);
        put(fields, "tenant", tenant);
        return fields;
    }

    private static String uri(String path, Map<String, String> fields) {
        var uri = UriComponentsBuilder.fromPath(path);
        fields.keySet().forEach(name -> uri.queryParam(name, "{" + name + "}"));
        return uri.encode().buildAndExpand(fields).toUriString();
    }

    private static Instant instant(String text, ZoneId zone) {
        return LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            fields.put(name, value);
        }
    }

    private static String strip(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
