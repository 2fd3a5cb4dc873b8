package dev.coexistence.watching.house;

import java.util.List;
import java.util.Set;

/**
 * A type of main code as it stands in its source file, nested types included.
 *
 * @param module folder of the Maven module, such as {@code deploy/local}
 * @param packageName of the file
 * @param path simple names from the top-level type to this one, joined by dots
 * @param kind of the declaration
 * @param sealed whether it is declared sealed
 * @param javadoc text of its Javadoc; empty without one
 * @param components of a record; empty for any other kind
 * @param fields names of its fields and components
 * @param methods declared here, constructors left out
 * @param lines of the file
 */
record SourceType(
        String module,
        String packageName,
        String path,
        Kind kind,
        boolean sealed,
        String javadoc,
        List<Component> components,
        Set<String> fields,
        List<Method> methods,
        long lines) {

    enum Kind {
        CLASS,
        INTERFACE,
        RECORD,
        ENUM,
        ANNOTATION
    }

    /**
     * A record's component.
     *
     * @param type as the source writes it
     */
    record Component(String type, String name) {}

    /**
     * A method.
     *
     * @param returns its return type as the source writes it
     * @param override whether its name was chosen by a supertype
     */
    record Method(
            String name, String returns, int parameters, boolean isStatic, boolean override) {}

    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    boolean isTopLevel() {
        return !path.contains(".");
    }

    /** One word in camel case: a single capital letter. */
    boolean hasOneWord() {
        return name().chars().filter(Character::isUpperCase).count() == 1;
    }
}
