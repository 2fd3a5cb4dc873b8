package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.erasure.Eraser;
import dev.coexistence.conversation.reading.ContactView;
import dev.coexistence.conversation.reading.Contacts;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.HistoryView;
import dev.coexistence.conversation.reading.MessageView;
import dev.coexistence.conversation.reading.NumberView;
import dev.coexistence.conversation.reading.WindowView;
import dev.coexistence.conversation.webhook.DeliveryView;
import dev.coexistence.conversation.webhook.Endpoint;
import dev.coexistence.conversation.webhook.WebhookEndpoints;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The served description says what the code does: paths, methods, parameters, fields. */
class OpenApiTest {
    private static final List<Class<?>> CONTROLLERS =
            List.of(
                    NumberController.class,
                    ConversationController.class,
                    ContactController.class,
                    EventsController.class,
                    MediaController.class,
                    WebhookController.class);
    private static final List<Class<?>> RECORDS =
            List.of(
                    NumberView.class,
                    HistoryView.class,
                    NumberController.NumberList.class,
                    ContactView.class,
                    WindowView.class,
                    ConversationView.class,
                    MessageView.class,
                    MessageView.Media.class,
                    MessageView.Failure.class,
                    MessageView.Price.class,
                    MessageView.Edited.class,
                    MessageView.Emoji.class,
                    Contacts.ContactDetail.class,
                    Contacts.AliasView.class,
                    Contacts.MergeView.class,
                    Eraser.Erased.class,
                    EventsController.EventView.class,
                    Endpoint.class,
                    WebhookController.EndpointList.class,
                    WebhookEndpoints.EndpointRequest.class,
                    WebhookEndpoints.EndpointSecret.class,
                    WebhookEndpoints.TestResult.class,
                    DeliveryView.class,
                    DeliveryView.Attempt.class,
                    WebhookController.ReplayRequest.class,
                    WebhookController.Replayed.class);

    private final JsonNode description = read();

    @Test
    void namesEveryPathWithItsParameters() {
        var coded = new TreeMap<String, Set<String>>();
        for (Class<?> controller : CONTROLLERS) {
            for (Method method : controller.getDeclaredMethods()) {
                operation(controller, method, coded);
            }
        }

        assertThat(described()).isEqualTo(coded);
    }

    @Test
    void namesEveryFieldOfEveryAnswer() {
        for (Class<?> type : RECORDS) {
            Set<String> coded =
                    Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getName)
                            .collect(Collectors.toCollection(TreeSet::new));

            assertThat(
                            new TreeSet<>(
                                    description
                                            .at(
                                                    "/components/schemas/"
                                                            + type.getSimpleName()
                                                            + "/properties")
                                            .propertyNames()))
                    .as(type.getSimpleName())
                    .isEqualTo(coded);
        }
    }

    private static void operation(
            Class<?> controller, Method method, Map<String, Set<String>> coded) {
        RequestMapping mapping =
                AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (mapping == null) {
            return;
        }
        RequestMapping root =
                AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        String path =
                (root == null ? "" : root.path()[0])
                        + (mapping.path().length == 0 ? "" : mapping.path()[0]);
        var parameters = new TreeSet<String>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(PathVariable.class)
                    || parameter.isAnnotationPresent(RequestParam.class)) {
                parameters.add(parameter.getName());
            }
        }
        coded.put(
                mapping.method()[0].name().toLowerCase(java.util.Locale.ROOT) + " " + path,
                parameters);
    }

    private Map<String, Set<String>> described() {
        var described = new TreeMap<String, Set<String>>();
        for (var path : description.at("/paths").properties()) {
            for (var operation : path.getValue().properties()) {
                var parameters = new TreeSet<String>();
                for (JsonNode parameter : operation.getValue().path("parameters")) {
                    if (!"header".equals(parameter.path("in").asString(""))) {
                        parameters.add(parameter.path("name").asString(""));
                    }
                }
                described.put(operation.getKey() + " " + path.getKey(), parameters);
            }
        }
        return described;
    }

    private static JsonNode read() {
        try (var in = OpenApiTest.class.getResourceAsStream("/openapi.json")) {
            return JsonMapper.builder().build().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
