package dev.coexistence.schemas;

import dev.coexistence.schemas.broker.RegistryAccess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Client of any registry with Confluent's API. Schemas and ids never change once given, so answers
 * are kept for ever; failures are not.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int NOT_FOUND = 404;

    /** Confluent's code for "schema not found"; an answer of its kind may come without one. */
    private static final int SCHEMA_NOT_FOUND = 40_403;

    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final URI base;
    private final Duration timeout;
    private volatile Way way;
    private final JsonMapper json = new JsonMapper();
    private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
    private final Set<Integer> notAvro = ConcurrentHashMap.newKeySet();
    private final Map<SubjectSchema, Integer> ids = new ConcurrentHashMap<>();

    private record SubjectSchema(String subject, Schema schema) {}

    /** Client with what it says of itself. */
    private record Way(HttpClient http, RegistryAccess access) {}

    /**
     * @param base root of Confluent's API, such as {@code http://localhost:8081/apis/ccompat/v7}
     * @param timeout for connecting, and again for each answer
     */
    public HttpSchemaRegistry(URI base, Duration timeout) {
        this(base, timeout, RegistryAccess.OPEN);
    }

    /**
     * @param base root of Confluent's API, such as {@code http://localhost:8081/apis/ccompat/v7}
     * @param timeout for connecting, and again for each answer
     */
    public HttpSchemaRegistry(URI base, Duration timeout, RegistryAccess access) {
        this.base = URI.create(base.toString().replaceAll("/+$", ""));
        this.timeout = timeout;
        this.way = open(access);
    }

    /**
     * Asks from now on with this log-in and this trust, such as after a certificate was renewed.
     */
    public void renew(RegistryAccess access) {
        way = open(access);
    }

    private Way open(RegistryAccess access) {
        var client = HttpClient.newBuilder().connectTimeout(timeout);
        SSLContext tls = access.tls();
        return new Way((tls == null ? client : client.sslContext(tls)).build(), access);
    }

    @Override
    public int idOf(String subject, Schema schema) {
        var key = new SubjectSchema(subject, schema);
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        var body =
                json.createObjectNode().put("schema", schema.toString()).put("schemaType", "AVRO");
        var path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions";
        var request =
                request(path)
                        .header("Content-Type", CONTENT_TYPE)
                        .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
                        .build();
        var response = send(request);
        if (response.statusCode() == CONFLICT || response.statusCode() == UNPROCESSABLE) {
            throw new IncompatibleSchema(
                    "The registry refuses the schema of " + subject + ": " + response.body());
        }
        int id = answer(response, request).path("id").asInt();
        ids.put(key, id);
        byId.putIfAbsent(id, schema);
        return id;
    }

    @Override
    public Schema byId(int id) {
        Schema known = byId.get(id);
        if (known != null) {
            return known;
        }
        if (id < 1) {
            // Registries count from 1.
            throw new UnknownSchema(id);
        }
        if (notAvro.contains(id)) {
            throw new NotAvro(id);
        }
        var request = request("/schemas/ids/" + id).GET().build();
        var response = send(request);
        if (response.statusCode() == NOT_FOUND && isAboutTheSchema(response.body())) {
            throw new UnknownSchema(id);
        }
        Schema schema = avro(answer(response, request));
        if (schema == null) {
            notAvro.add(id);
            throw new NotAvro(id);
        }
        byId.put(id, schema);
        return schema;
    }

    /**
     * A proxy in front of the registry, or a wrong path, answers 404 too, in words of its own: that
     * says nothing about the id.
     */
    private boolean isAboutTheSchema(String body) {
        try {
            JsonNode answer = json.readTree(body);
            return answer.isObject()
                    && answer.path("error_code").asInt(SCHEMA_NOT_FOUND) == SCHEMA_NOT_FOUND;
        } catch (JacksonException e) {
            return false;
        }
    }

    /** The schema; null where the answer holds another kind. Without a kind it is Avro. */
    private static @Nullable Schema avro(JsonNode answer) {
        JsonNode text = answer.path("schema");
        if (!text.isString()) {
            throw new RegistryUnavailable("The schema registry's answer holds no schema");
        }
        if (!answer.path("schemaType").asString("AVRO").equalsIgnoreCase("AVRO")) {
            return null;
        }
        try {
            return new Schema.Parser().parse(text.asString());
        } catch (AvroRuntimeException e) {
            return null;
        }
    }

    private HttpRequest.Builder request(String path) {
        var request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(timeout)
                        .header("Accept", CONTENT_TYPE);
        String authorization = way.access().authorization();
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return way.http().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RegistryUnavailable("The schema registry at " + base + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailable(
                    "Interrupted while asking the schema registry at " + base, e);
        }
    }

    private JsonNode answer(HttpResponse<String> response, HttpRequest request) {
        if (response.statusCode() != 200) {
            throw new RegistryUnavailable(
                    "The schema registry answered "
                            + response.statusCode()
                            + " to "
                            + request.method()
                            + " "
                            + request.uri());
        }
        try {
            return json.readTree(response.body());
        } catch (JacksonException e) {
            throw new RegistryUnavailable(
                    "The schema registry's answer to " + request.uri() + " is not JSON", e);
        }
    }
}
