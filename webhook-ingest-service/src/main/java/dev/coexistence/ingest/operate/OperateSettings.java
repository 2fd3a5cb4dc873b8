package dev.coexistence.ingest.operate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Access of operators over HTTP.
 *
 * @param token bearer token that {@code /v1} asks for; without it only callers on this machine are
 *     answered
 */
@ConfigurationProperties("ingest.operate")
record OperateSettings(@Nullable String token) {

    @Override
    public String toString() {
        return "OperateSettings[token redacted]";
    }
}
