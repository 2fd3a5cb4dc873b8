package dev.coexistence.conversation.login;

import java.time.Instant;

/**
 * Log-in that is under way: what its browser left with, to be compared with what it brings back.
 *
 * @param state of the request to the issuer
 * @param nonce that the ID token has to carry, hashed
 * @param verifier of PKCE
 * @param redirectUri where the issuer sends the browser
 * @param back path of the page to which the person wanted
 */
record PendingLogin(
        String state,
        String nonce,
        String verifier,
        String redirectUri,
        String back,
        Instant begunAt) {

    @Override
    public String toString() {
        return "PendingLogin[redacted]";
    }
}
