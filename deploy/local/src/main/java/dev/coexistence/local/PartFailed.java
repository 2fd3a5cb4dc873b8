package dev.coexistence.local;

/** A part of the system did not come up; says which, why, and the last of what it wrote. */
public final class PartFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String part;
    private final String lastLines;

    PartFailed(String part, String why, String lastLines) {
        super(part + " " + why + "; the last of its log:\n" + lastLines);
        this.part = part;
        this.lastLines = lastLines;
    }

    public String part() {
        return part;
    }

    public String lastLines() {
        return lastLines;
    }
}
