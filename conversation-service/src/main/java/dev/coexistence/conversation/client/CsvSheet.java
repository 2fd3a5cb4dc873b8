package dev.coexistence.conversation.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Part of a sheet of comma-separated values, with its line of names.
 *
 * @param next path and query of the next part; null for the last
 */
public record CsvSheet(String text, @Nullable String next) {
    private static final Pattern NEXT = Pattern.compile("<(/[^>]*)>;\\s*rel=\"next\"");
    private static final String END_OF_LINE = "\r\n";

    static CsvSheet read(String text, HttpHeaders headers) {
        String link = headers.getFirst(HttpHeaders.LINK);
        Matcher found = NEXT.matcher(link == null ? "" : link);
        return new CsvSheet(text, found.find() ? found.group(1) : null);
    }

    /** Without the line of names. */
    public String rows() {
        int end = text.indexOf(END_OF_LINE);
        return end < 0 ? "" : text.substring(end + END_OF_LINE.length());
    }
}
