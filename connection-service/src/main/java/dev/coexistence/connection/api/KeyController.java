package dev.coexistence.connection.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.coexistence.access.Caller;
import dev.coexistence.connection.key.ApiKeys;
import dev.coexistence.connection.key.KeyOutcome;
import dev.coexistence.connection.key.KeyRow;
import dev.coexistence.connection.key.KeyWish;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** API keys over HTTP. */
@RestController
@RequestMapping("/v1/keys")
class KeyController {
    private final ApiKeys keys;

    KeyController(ApiKeys keys) {
        this.keys = keys;
    }

    /**
     * @param tenant whose key it is to be, named by an operator of the platform; null for the
     *     caller's own
     */
    record MakeKey(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable Instant expiresAt,
            @Nullable String tenant) {}

    /**
     * @param key the whole text, which is shown once and kept nowhere
     */
    record KeyView(
            String keyId,
            String tenant,
            String name,
            List<String> scopes,
            Instant createdAt,
            String createdBy,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key) {

        static KeyView of(KeyRow row, @Nullable String text) {
            return new KeyView(
                    row.keyId(),
                    row.tenant(),
                    row.name(),
                    row.scopes(),
                    row.createdAt(),
                    row.createdBy(),
                    row.expiresAt(),
                    row.revokedAt(),
                    row.lastUsedAt(),
                    text);
        }

        @Override
        public String toString() {
            return "KeyView[" + keyId + "]";
        }
    }

    @PostMapping
    ResponseEntity<Object> make(Caller caller, @RequestBody MakeKey request) {
        if (request.name() == null || request.scopes() == null) {
            return ConnectionProblem.badRequest("name and scopes are needed.");
        }
        var tenant = NamedTenant.find(caller, request.tenant());
        if (tenant.isEmpty()) {
            return NamedTenant.refuse();
        }
        var scopes =
                request.scopes().stream()
                        .map(word -> Objects.requireNonNullElse(word, ""))
                        .toList();
        var wish = new KeyWish(request.name(), scopes, request.expiresAt());
        return switch (keys.make(caller, tenant.get(), wish)) {
            case KeyOutcome.Made(KeyRow key, String text) ->
                    ResponseEntity.created(URI.create("/v1/keys/" + key.keyId()))
                            .body(KeyView.of(key, text));
            case KeyOutcome.TwoLive(String name) ->
                    ConnectionProblem.of(
                            HttpStatus.CONFLICT,
                            "two-live-keys",
                            "Two live keys have this name",
                            "Revoke one of them first.",
                            Map.of("name", name));
            case KeyOutcome.Refused(String kind, String why) ->
                    ConnectionProblem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            kind,
                            "This cannot be used",
                            why,
                            Map.of());
        };
    }

    @GetMapping
    ConnectionController.Items<KeyView> all(Caller caller) {
        return new ConnectionController.Items<>(
                keys.list(caller).stream().map(row -> KeyView.of(row, null)).toList());
    }

    @DeleteMapping("/{keyId}")
    ResponseEntity<Object> revoke(@PathVariable String keyId, Caller caller) {
        return keys.revoke(caller, keyId)
                ? ResponseEntity.noContent().build()
                : ConnectionProblem.notFound("There is no key of this id.");
    }
}
