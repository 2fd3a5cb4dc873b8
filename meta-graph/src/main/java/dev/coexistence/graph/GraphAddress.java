package dev.coexistence.graph;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The Graph API's root and the version in every path.
 *
 * @param root such as {@code https://graph.facebook.com}
 * @param version such as {@code v25.0}
 */
public record GraphAddress(URI root, String version) {

    /**
     * @throws IllegalArgumentException where the version is none; names the setting {@code
     *     meta.graph-version}
     */
    public GraphAddress {
        if (!version.matches("v\\d+\\.\\d+")) {
            throw new IllegalArgumentException(
                    "meta.graph-version must look like v25.0, was " + version);
        }
    }

    /**
     * The address of an object or edge.
     *
     * @param path without a slash in front; what is not ours in it is encoded ({@link #encode})
     */
    public URI resolve(String path) {
        return URI.create(root.toString().replaceAll("/+$", "") + "/" + version + "/" + path);
    }

    /** A value as part of a path or query. */
    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
