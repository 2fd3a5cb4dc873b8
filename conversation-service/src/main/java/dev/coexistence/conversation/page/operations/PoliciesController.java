package dev.coexistence.conversation.page.operations;

import dev.coexistence.conversation.page.Neighbour.Answer;
import dev.coexistence.conversation.page.Neighbour.Answer.Said;
import dev.coexistence.conversation.page.Neighbours;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The editions of the policy catalogue, and the difference between two. */
@Controller("policyScreens")
class PoliciesController {
    private final Neighbours services;

    PoliciesController(Neighbours services) {
        this.services = services;
    }

    @GetMapping("/operations/policies")
    String all(
            @RequestParam(defaultValue = "") String left,
            @RequestParam(defaultValue = "") String right,
            Model model) {
        Answer answer = services.connections().get("/v1/policies");
        model.addAttribute("away", !(answer instanceof Said));
        List<Edition> editions = Edition.all(answer.found());
        String inForce = answer.found().path("inForce").asString("");
        model.addAttribute("editions", editions);
        model.addAttribute("inForce", inForce);
        if (!editions.isEmpty()) {
            Edition first = named(editions, left, named(editions, inForce, editions.getFirst()));
            Edition second = named(editions, right, other(editions, first));
            model.addAttribute("left", first);
            model.addAttribute("right", second);
            model.addAttribute("lines", Edition.compare(first, second));
        }
        return "operations/policies";
    }

    private static Edition named(List<Edition> editions, String name, Edition otherwise) {
        return editions.stream().filter(e -> e.name().equals(name)).findFirst().orElse(otherwise);
    }

    private static Edition other(List<Edition> editions, Edition than) {
        return editions.stream().filter(e -> !e.equals(than)).findFirst().orElse(than);
    }
}
