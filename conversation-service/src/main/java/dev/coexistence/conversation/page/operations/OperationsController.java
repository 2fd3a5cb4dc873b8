package dev.coexistence.conversation.page.operations;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Entrance to the operations: the first screen that the caller may see. */
@Controller
class OperationsController {

    @GetMapping("/operations")
    String enter(Caller caller) {
        if (caller.may(Scope.OPERATE)) {
            return "redirect:/operations/dead-letters";
        }
        if (caller.may(Scope.WEBHOOKS_MANAGE)) {
            return "redirect:/operations/webhooks";
        }
        return caller.may(Scope.KEYS_MANAGE)
                ? "redirect:/operations/keys"
                : "redirect:/operations/policies";
    }
}
