package dev.coexistence.conversation.page.operations;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.client.ServiceClient.Answer;
import dev.coexistence.conversation.client.ServiceClient.Answer.Said;
import dev.coexistence.conversation.client.ServiceClients;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The editions of the policy catalogue, and the difference between two. */
@Controller("policyScreens")
class PoliciesController {
    private final ServiceClients services;

    PoliciesController(ServiceClients services) {
        this.services = services;
    }

    @GetMapping("/operations/policies")
    String showAll(
            Caller caller,
            @RequestParam(defaultValue = "") String left,
            @RequestParam(defaultValue = "") String right,
            Model model) {
        Answer answer = services.connections(caller).get("/v1/policies");
        model.addAttribute("away", !(answer instanceof Said));
        List<PolicyEditionView> editions = PolicyEditionView.readAll(answer.found());
        String inForce = answer.found().path("inForce").asString("");
        model.addAttribute("editions", editions);
        model.addAttribute("inForce", inForce);
        if (!editions.isEmpty()) {
            PolicyEditionView first =
                    findEdition(
                            editions, left, findEdition(editions, inForce, editions.getFirst()));
            PolicyEditionView second = findEdition(editions, right, findOther(editions, first));
            model.addAttribute("left", first);
            model.addAttribute("right", second);
            model.addAttribute("lines", PolicyEditionView.compare(first, second));
        }
        return "operations/policies";
    }

    private static PolicyEditionView findEdition(
            List<PolicyEditionView> editions, String name, PolicyEditionView otherwise) {
        return editions.stream().filter(e -> e.name().equals(name)).findFirst().orElse(otherwise);
    }

    private static PolicyEditionView findOther(
            List<PolicyEditionView> editions, PolicyEditionView than) {
        return editions.stream().filter(e -> !e.equals(than)).findFirst().orElse(than);
    }
}
