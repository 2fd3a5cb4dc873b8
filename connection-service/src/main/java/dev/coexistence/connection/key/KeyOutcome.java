package dev.coexistence.connection.key;

/** The outcome of asking for a key. */
public sealed interface KeyOutcome {
    /**
     * @param text the whole key, to be shown once
     */
    record Made(KeyRow key, String text) implements KeyOutcome {
        @Override
        public String toString() {
            return "Made[" + key.keyId() + "]";
        }
    }

    /** Two live keys have this name: one has to be revoked first. */
    record TwoLive(String name) implements KeyOutcome {}

    /** The request cannot be used. */
    record Refused(String kind, String why) implements KeyOutcome {}
}
