package dev.coexistence.graph;

/** A token, code, PIN or app secret that no log, message or dump shows by accident. */
public record Secret(String value) {

    /** Settings bind their text through this. */
    public static Secret valueOf(String value) {
        return new Secret(value);
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
