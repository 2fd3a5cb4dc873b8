package dev.coexistence.simulator.graph;

/** The one app known here; webhooks are signed for it. */
public record MetaApp(String id, String secret, String verifyToken) {
    @Override
    public String toString() {
        return "App[" + id + "]";
    }
}
