package dev.coexistence.conversation.sending;

import dev.coexistence.conversation.sending.SendingOutcome.DispatcherAway;
import dev.coexistence.conversation.sending.SendingOutcome.Queued;
import dev.coexistence.conversation.sending.SendingOutcome.Refused;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Hands commands to the dispatcher. The command id makes a repetition harmless. */
@Component
public class Dispatcher {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final RestClient http;

    Dispatcher(DispatchSettings settings) {
        var requests =
                new JdkClientHttpRequestFactory(
                        HttpClient.newBuilder().connectTimeout(settings.timeout()).build());
        requests.setReadTimeout(settings.timeout());
        http =
                RestClient.builder()
                        .baseUrl(settings.url().toString())
                        .requestFactory(requests)
                        .build();
    }

    /**
     * @param command the body of {@code POST /v1/messages}, without the command id
     */
    public SendingOutcome send(String commandId, Map<String, Object> command) {
        try {
            return http.post()
                    .uri("/v1/messages")
                    .header("Idempotency-Key", commandId)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(JSON.writeValueAsString(command))
                    .exchange((_, response) -> outcome(commandId, response));
        } catch (ResourceAccessException _) {
            return new DispatcherAway();
        }
    }

    private static SendingOutcome outcome(String commandId, ClientHttpResponse response)
            throws java.io.IOException {
        var status = response.getStatusCode();
        if (status.is2xxSuccessful()) {
            return new Queued(commandId);
        }
        if (status.is5xxServerError()) {
            return new DispatcherAway();
        }
        String body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Refused(status.value(), JSON.readTree(body).path("detail").asString(null));
        } catch (JacksonException _) {
            return new Refused(status.value(), null);
        }
    }
}
