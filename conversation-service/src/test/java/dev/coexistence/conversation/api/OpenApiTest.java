package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.AccessTable;
import dev.coexistence.access.Scope;
import dev.coexistence.conversation.content.ContactCard;
import dev.coexistence.conversation.content.MessageContent;
import dev.coexistence.conversation.content.Order;
import dev.coexistence.conversation.content.Referral;
import dev.coexistence.conversation.content.TypedContent;
import dev.coexistence.conversation.erasure.ContactEraser;
import dev.coexistence.conversation.erasure.Kept;
import dev.coexistence.conversation.reading.ContactReader;
import dev.coexistence.conversation.reading.ContactView;
import dev.coexistence.conversation.reading.ConversationView;
import dev.coexistence.conversation.reading.GroupView;
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
                    MessageView.Author.class,
                    MessageView.ParticipantStatus.class,
                    GroupView.class,
                    TypedContent.Text.class,
                    TypedContent.Button.class,
                    TypedContent.ButtonReply.class,
                    TypedContent.ListReply.class,
                    TypedContent.FlowReply.class,
                    TypedContent.CallPermissionReply.class,
                    TypedContent.PaymentMethod.class,
                    TypedContent.Interactive.class,
                    TypedContent.Option.class,
                    TypedContent.Template.class,
                    TypedContent.Location.class,
                    TypedContent.Notice.class,
                    TypedContent.Unsupported.class,
                    Order.class,
                    Order.Item.class,
                    Order.Amount.class,
                    ContactCard.class,
                    ContactCard.Phone.class,
                    ContactCard.Labelled.class,
                    ContactCard.Organisation.class,
                    Referral.class,
                    MessageContent.Product.class,
                    ContactReader.ContactDetail.class,
                    ContactReader.AliasView.class,
                    ContactReader.MergeView.class,
                    ContactEraser.Erased.class,
                    Kept.class,
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
    void namesTheScopesOfEveryOperation() {
        var asked = new TreeMap<String, Set<String>>();
        for (AccessTable.Row row : new RouteAccess().accessTable().rows()) {
            String path = row.pattern().getPatternString();
            if (path.startsWith("/v1/")) {
                asked.put(
                        row.method().name().toLowerCase(java.util.Locale.ROOT) + " " + path,
                        row.scopes().stream()
                                .map(Scope::word)
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        var described = new TreeMap<String, Set<String>>();
        for (var path : description.at("/paths").properties()) {
            for (var operation : path.getValue().properties()) {
                var scopes = new TreeSet<String>();
                for (JsonNode one : operation.getValue().path("security")) {
                    one.path("bearer").forEach(scope -> scopes.add(scope.asString("")));
                }
                described.put(operation.getKey() + " " + path.getKey(), scopes);
            }
        }

        assertThat(described).isEqualTo(asked);
    }

    @Test
    void namesEveryFieldOfEveryAnswer() {
        for (Class<?> type : RECORDS) {
            assertThat(properties(type.getSimpleName()))
                    .as(type.getSimpleName())
                    .isEqualTo(fields(type));
        }
    }

    private Set<String> properties(String schema) {
        return new TreeSet<>(
                description.at("/components/schemas/" + schema + "/properties").propertyNames());
    }

    private static Set<String> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void namesTheMemberOfEveryKindOfContent() {
        Map<Class<?>, String> described =
                Map.of(
                        TypedContent.Contacts.class, "ContactCards",
                        TypedContent.Media.class, "MediaContent",
                        TypedContent.Reaction.class, "ReactionContent",
                        TypedContent.Other.class, "OtherContent");
        described.forEach((type, name) -> assertThat(properties(name)).isEqualTo(fields(type)));

        var members = properties("MessageContent");
        for (Class<?> kind : TypedContent.class.getPermittedSubclasses()) {
            String name = described.getOrDefault(kind, kind.getSimpleName());
            assertThat(description.at("/components/schemas/MessageContent/properties").toString())
                    .contains("\"#/components/schemas/" + name + "\"");
        }
        assertThat(members).contains("kind", "referral", "referredProduct", "forwarded");
        assertThat(members).hasSize(TypedContent.class.getPermittedSubclasses().length + 4);
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
