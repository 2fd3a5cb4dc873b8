package dev.coexistence.watching;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The series that an expression asks for, read off its text. */
final class Selectors {
    private static final Pattern SELECTOR =
            Pattern.compile(
                    "\\b((?:whatsapp|kafka|jvm|hikaricp|http_server|process|ssl|prometheus)_[a-z0-9_]+"
                            + "|up|(?:number|group|ingest|promise):[a-z0-9_:]+)\\b(\\{[^}]*})?");

    private Selectors() {}

    static Set<String> of(List<String> expressions) {
        var selectors = new LinkedHashSet<String>();
        for (String expression : expressions) {
            SELECTOR.matcher(expression).results().forEach(match -> selectors.add(match.group()));
        }
        return selectors;
    }
}
