package dev.coexistence.connection.audit;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Entries of the audit as CSV (RFC 4180), with a first line of names. */
public final class AuditSheet {
    private static final String NAMES =
            "entryId,at,tenant,callerKind,callerId,callerName,action,object,address,before,after";

    private AuditSheet() {}

    public static String write(List<AuditRow> rows) {
        var sheet = new StringBuilder(NAMES).append("\r\n");
        for (AuditRow row : rows) {
            sheet.append(
                            Stream.of(
                                            row.entryId(),
                                            row.at().toString(),
                                            orEmpty(row.tenant()),
                                            row.callerKind(),
                                            row.callerId(),
                                            row.callerName(),
                                            row.action(),
                                            row.object(),
                                            orEmpty(row.address()),
                                            orEmpty(row.before()),
                                            orEmpty(row.after()))
                                    .map(AuditSheet::cell)
                                    .collect(Collectors.joining(",")))
                    .append("\r\n");
        }
        return sheet.toString();
    }

    /** A cell that a spreadsheet would take for a formula begins with an apostrophe. */
    private static String cell(String text) {
        String harmless =
                !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                ? '"' + harmless.replace("\"", "\"\"") + '"'
                : harmless;
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
