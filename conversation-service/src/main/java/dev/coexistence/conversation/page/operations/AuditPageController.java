package dev.coexistence.conversation.page.operations;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.client.ServiceClient.Answer;
import dev.coexistence.conversation.client.ServiceClient.Answer.Said;
import dev.coexistence.conversation.client.ServiceClients;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The audit: who did what to what, newest first. */
@Controller
class AuditPageController {
    private static final int ENTRIES = 100;

    private final ServiceClients services;

    AuditPageController(ServiceClients services) {
        this.services = services;
    }

    /**
     * @param tenant whose alone; for operators of the platform
     */
    @GetMapping("/operations/audit")
    String show(
            Caller caller,
            @RequestParam(defaultValue = "") String tenant,
            @RequestParam(defaultValue = "") String cursor,
            Model model) {
        String wanted = caller.seesAll() ? tenant.strip() : "";
        var uri = new StringBuilder("/v1/audit?limit=" + ENTRIES);
        List<Object> values = new ArrayList<>();
        if (!wanted.isEmpty()) {
            uri.append("&tenant={tenant}");
            values.add(wanted);
        }
        if (!cursor.isEmpty()) {
            uri.append("&cursor={cursor}");
            values.add(cursor);
        }
        Answer answer = services.connections(caller).get(uri.toString(), values.toArray());
        model.addAttribute("away", !(answer instanceof Said));
        model.addAttribute("entries", AuditEntryView.readAll(answer.found()));
        model.addAttribute("next", answer.found().path("nextCursor").asString(""));
        model.addAttribute("tenant", wanted);
        return "operations/audit";
    }
}
