package dev.coexistence.conversation.page.operations;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.client.CsvSheet;
import dev.coexistence.conversation.client.ServiceClient.Answer;
import dev.coexistence.conversation.client.ServiceClient.Answer.Said;
import dev.coexistence.conversation.client.ServiceClients;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The audit: who did what to what, newest first; to look through and to take away. */
@Controller
class AuditPageController {
    private static final String PAGE = "/operations/audit";
    private static final String SHEET = "/operations/audit.csv";
    private static final String ENTRIES = "100";
    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

    private final ServiceClients services;

    AuditPageController(ServiceClients services) {
        this.services = services;
    }

    @GetMapping(PAGE)
    String show(
            Caller caller,
            AuditFilter asked,
            @RequestParam(defaultValue = "") String cursor,
            @CookieValue(name = "zone", defaultValue = "UTC") String zone,
            Model model) {
        AuditFilter filter = limit(caller, asked);
        model.addAttribute("filter", filter);
        try {
            String uri = filter.query(ZoneId.of(zone), Map.of("limit", ENTRIES, "cursor", cursor));
            Answer answer = services.connections(caller).get(URI.create(uri));
            model.addAttribute("away", !(answer instanceof Said));
            model.addAttribute("entries", AuditEntryView.readAll(answer.found()));
            String next = answer.found().path("nextCursor").asString("");
            model.addAttribute("next", next.isEmpty() ? null : filter.address(PAGE, next));
            model.addAttribute("sheet", filter.address(SHEET, ""));
        } catch (DateTimeException _) {
            model.addAttribute("unclear", true);
        }
        return "operations/audit";
    }

    /** All entries of the filter, however many, as the API writes them. */
    @GetMapping(SHEET)
    ResponseEntity<Flux<String>> download(
            Caller caller,
            AuditFilter asked,
            @CookieValue(name = "zone", defaultValue = "UTC") String zone) {
        String uri;
        try {
            uri = limit(caller, asked).query(ZoneId.of(zone), Map.of("format", "csv"));
        } catch (DateTimeException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "A time is none", e);
        }
        CsvSheet first =
                find(caller, uri)
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_GATEWAY));
        Flux<String> all =
                Flux.just(first)
                        .expand(sheet ->
                                Mono.justOrEmpty(sheet.next())
                                        .flatMap(next -> findLater(caller, next)))
                        .index()
                        .map(one -> one.getT1() == 0 ? one.getT2().text() : one.getT2().rows());
        return ResponseEntity.ok()
                .contentType(CSV)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"")
                .body(all);
    }

    private Mono<CsvSheet> findLater(Caller caller, String uri) {
        return Mono.fromCallable(() -> find(caller, uri).orElseThrow())
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Optional<CsvSheet> find(Caller caller, String uri) {
        return services.connections(caller).getSheet(URI.create(uri));
    }

    private static AuditFilter limit(Caller caller, AuditFilter asked) {
        return caller.seesAll() ? asked : asked.withoutTenant();
    }
}
