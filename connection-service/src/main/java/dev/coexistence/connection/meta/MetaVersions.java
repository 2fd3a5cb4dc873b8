package dev.coexistence.connection.meta;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dated table of the ends of Meta's versions, with its sources, shipped as a document. */
public final class MetaVersions {
    private static final String DOCUMENT = "/meta/versions.json";

    /** Days before an end from which on it is worth a warning. */
    private static final long SOON = 90;

    private static final Pattern NUMBER = Pattern.compile("v(\\d+(\\.\\d+)?)");

    private final JsonNode document;

    private MetaVersions(JsonNode document) {
        this.document = document;
    }

    public static MetaVersions load() {
        try (InputStream in = MetaVersions.class.getResourceAsStream(DOCUMENT)) {
            if (in == null) {
                throw new IllegalStateException(DOCUMENT + " is not on the class path");
            }
            return new MetaVersions(JsonMapper.shared().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A product of Meta's whose versions end. */
    public enum Kind {
        EMBEDDED_SIGNUP("embedded-signup", "Embedded Signup"),
        GRAPH("graph", "Graph API");

        private final String key;
        private final String title;

        Kind(String key, String title) {
            this.key = key;
            this.title = title;
        }

        /** Word of the product in documents and meters. */
        public String key() {
            return key;
        }
    }

    /** The life of a version on a day. */
    public sealed interface Standing {
        /** Works, with an end far off or none told. */
        record Fine() implements Standing {}

        record Ending(LocalDate until, long daysLeft) implements Standing {}

        record Ended(LocalDate until) implements Standing {}

        /** Older than every one in the table. */
        record LongEnded() implements Standing {}

        /** Newer than the table: nothing is known of its end. */
        record Unknown() implements Standing {}
    }

    public Standing judge(Kind kind, String version, LocalDate today) {
        JsonNode known = document.path(kind.key).path("versions");
        for (JsonNode one : known) {
            if (one.path("version").asString("").equals(version)) {
                return judge(until(one), today);
            }
        }
        boolean older =
                !known.isEmpty()
                        && number(version) < number(known.get(0).path("version").asString(""));
        return older ? new Standing.LongEnded() : new Standing.Unknown();
    }

    /** First day on which a version does not work any more; empty where no end is known. */
    public Optional<LocalDate> findEnd(Kind kind, String version, LocalDate today) {
        return switch (judge(kind, version, today)) {
            case Standing.Unknown _ -> Optional.empty();
            case Standing.LongEnded _ -> Optional.of(today);
            case Standing.Fine _, Standing.Ending _, Standing.Ended _ -> until(kind, version);
        };
    }

    private Optional<LocalDate> until(Kind kind, String version) {
        return document.path(kind.key)
                .path("versions")
                .valueStream()
                .filter(one -> one.path("version").asString("").equals(version))
                .flatMap(one -> Stream.ofNullable(until(one)))
                .map(last -> last.plusDays(1))
                .findFirst();
    }

    /** A sentence for the log where somebody has something to do; empty where nobody has. */
    public Optional<String> warning(Kind kind, String version, LocalDate today) {
        String source = " (" + document.path(kind.key).path("source").asString("") + ")";
        String name = kind.title + " " + version;
        return switch (judge(kind, version, today)) {
            case Standing.Fine _ -> Optional.empty();
            case Standing.Ending(LocalDate until, long daysLeft) ->
                    Optional.of(name + " ends on " + until + ", in " + daysLeft + " days" + source);
            case Standing.Ended(LocalDate until) ->
                    Optional.of(name + " ended on " + until + source);
            case Standing.LongEnded _ ->
                    Optional.of(name + " ended before those that are known here" + source);
            case Standing.Unknown _ ->
                    Optional.of(
                            "Nothing is known here of the end of "
                                    + name
                                    + "; versions as read on "
                                    + document.path("read").asString("")
                                    + source);
        };
    }

    private static Standing judge(@Nullable LocalDate until, LocalDate today) {
        if (until == null) {
            return new Standing.Fine();
        }
        long left = ChronoUnit.DAYS.between(today, until);
        return left < 0
                ? new Standing.Ended(until)
                : left <= SOON ? new Standing.Ending(until, left) : new Standing.Fine();
    }

    private static @Nullable LocalDate until(JsonNode version) {
        String until = version.path("until").asString("");
        return until.isEmpty() ? null : LocalDate.parse(until);
    }

    private static double number(String version) {
        Matcher digits = NUMBER.matcher(version);
        return digits.lookingAt() ? Double.parseDouble(digits.group(1)) : Double.MAX_VALUE;
    }
}
