package dev.coexistence.local.story;

import dev.coexistence.local.story.client.DemoIdentity;
import dev.coexistence.local.story.client.JsonHttpClient;
import dev.coexistence.local.story.client.JsonHttpClient.Answer;
import dev.coexistence.local.story.client.PersonSession;
import dev.coexistence.local.story.client.ProgramTokens;
import dev.coexistence.local.story.client.RawRequest;
import dev.coexistence.local.story.client.StoryClients;
import java.net.HttpCookie;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Strangers, another tenant, other sites and other names come to closed doors. */
final class ClosedDoorsChapter implements StoryChapter {
    private static final Map<String, String> FROM_ANOTHER_SITE =
            Map.of("Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site");

    private final StoryClients clients;
    private final DemoIdentity identity;

    ClosedDoorsChapter(StoryClients clients, DemoIdentity identity) {
        this.clients = clients;
        this.identity = identity;
    }

    @Override
    public String title() {
        return "Closed doors";
    }

    @Override
    public void tell(StoryCast cast, StoryChecks checks) {
        doors(cast)
                .forEach((service, door) -> {
                    refuseStranger(service, door, checks);
                    refuseForeignName(service, door, checks);
                });
        refuseOtherTenant(cast, checks);
        refuseMissingScope(cast, checks);
        refuseOtherSite(cast, checks);
        lookAtPage(cast, checks);
    }

    /** One read of each service. */
    private Map<String, URI> doors(StoryCast cast) {
        var at = clients.system().at();
        String number = cast.shared().phoneNumberId();
        var doors = new LinkedHashMap<String, URI>();
        doors.put("webhook-ingest-service", at.ingest().resolve("/v1/dead-letters"));
        doors.put("connection-service", at.connection().resolve("/v1/connections/" + number));
        doors.put("outbound-dispatch-service", at.dispatch().resolve("/v1/queues/" + number));
        doors.put("conversation-service", at.conversation().resolve("/v1/numbers/" + number));
        return doors;
    }

    private void refuseStranger(String service, URI door, StoryChecks checks) {
        Answer bare = clients.outside().get(door);
        checks.equal(service + " asks a stranger who it is", 401, bare.status());
        checks.holds(
                service + " says so as a problem",
                bare.contentType().startsWith("application/problem+json"),
                "application/problem+json",
                bare.contentType());
        checks.equal(
                service + " takes no made-up token",
                401,
                clients.outside()
                        .get(door, Map.of("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."))
                        .status());
    }

    private void refuseForeignName(String service, URI door, StoryChecks checks) {
        checks.equal(
                service + " does not answer under a name that is not its own",
                421,
                RawRequest.statusUnder("evil.example", door));
    }

    private void refuseOtherTenant(StoryCast cast, StoryChecks checks) {
        String number = cast.shared().phoneNumberId();
        var at = clients.system().at();
        try (var other = as(ProgramTokens.of(identity, DemoIdentity.OTHER_PROGRAM))) {
            for (URI theirs :
                    List.of(
                            at.connection().resolve("/v1/connections/" + number),
                            at.dispatch().resolve("/v1/queues/" + number),
                            at.conversation().resolve("/v1/numbers/" + number),
                            at.conversation().resolve("/v1/conversations/" + thread(cast)))) {
                checks.equal(
                        "For another tenant there is no "
                                + theirs.getPath().replaceAll("/[^/]+$", "/…"),
                        404,
                        other.get(theirs).status());
            }
            checks.equal(
                    "Another tenant cannot send for it", 404, send(other, cast, Map.of()).status());
            checks.holds(
                    "No list of another tenant has it",
                    !other.get(at.conversation().resolve("/v1/numbers")).text().contains(number)
                            && !other.get(at.connection().resolve("/v1/connections"))
                                    .text()
                                    .contains(number),
                    "no word of it",
                    "its id");
        }
    }

    private void refuseMissingScope(StoryCast cast, StoryChecks checks) {
        try (var reader =
                as(ProgramTokens.limited(identity, DemoIdentity.PROGRAM, "threads:read"))) {
            Answer refused = send(reader, cast, Map.of());
            checks.equal("Who may only read cannot send", 403, refused.status());
            checks.holds(
                    "It is told which scope is missing",
                    refused.text().contains("messages:send"),
                    "messages:send",
                    refused);
        }
    }

    private void refuseOtherSite(StoryCast cast, StoryChecks checks) {
        checks.equal(
                "Another site's script cannot send, whatever the browser knows",
                403,
                send(clients.web(), cast, FROM_ANOTHER_SITE).status());
        checks.equal(
                "Nor can its form",
                403,
                clients.person()
                        .post(
                                clients.system()
                                        .at()
                                        .conversation()
                                        .resolve("/conversations/" + thread(cast) + "/messages"),
                                Map.of("text", "Never said"),
                                FROM_ANOTHER_SITE)
                        .status());
    }

    private void lookAtPage(StoryCast cast, StoryChecks checks) {
        URI page = clients.system().at().conversation();
        URI conversation = page.resolve("/conversations/" + thread(cast));
        try (var stranger = PersonSession.anonymous();
                var other = PersonSession.logIn(page, identity, DemoIdentity.OTHER_OWNER)) {
            checks.holds(
                    "The page leads a stranger to the log-in",
                    stranger.get(page.resolve("/")).text().contains("name=\"password\""),
                    "a form that asks for a password",
                    "none");
            checks.equal(
                    "Another tenant's owner does not find the conversation",
                    404,
                    other.get(conversation).status());
            checks.equal("Its own owner does", 200, clients.person().get(conversation).status());
            logOut(page, other, checks);
        }
        checks.holds(
                "No script reads the session's cookie",
                clients.person().cookies().stream().allMatch(HttpCookie::isHttpOnly),
                "HttpOnly",
                clients.person().cookies().stream()
                        .filter(cookie -> !cookie.isHttpOnly())
                        .map(HttpCookie::getName)
                        .toList());
    }

    private static void logOut(URI page, PersonSession person, StoryChecks checks) {
        Answer end = person.logOut(page);
        checks.holds(
                "Who logs out comes back from the provider to the page",
                end.status() == 200 && end.text().contains("You are logged out"),
                "You are logged out",
                end);
        checks.holds(
                "The provider knows the person no more either",
                person.get(page.resolve("/")).text().contains("name=\"password\""),
                "a form that asks for a password",
                "none");
    }

    private Answer send(JsonHttpClient web, StoryCast cast, Map<String, String> headers) {
        return web.post(
                clients.system().at().dispatch().resolve("/v1/messages"),
                Map.of(
                        "phoneNumberId",
                        cast.shared().phoneNumberId(),
                        "to",
                        cast.customer(),
                        "text",
                        Map.of("body", "Never said")),
                headers);
    }

    private String thread(StoryCast cast) {
        return clients.conversations()
                .first(cast.shared().phoneNumberId(), cast.customer())
                .orElseThrow(() -> new IllegalStateException("no conversation stands there"));
    }

    private static JsonHttpClient as(ProgramTokens tokens) {
        return new JsonHttpClient(tokens);
    }
}
