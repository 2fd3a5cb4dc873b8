package dev.coexistence.conversation.api;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.reading.NotFound;
import dev.coexistence.conversation.reading.NumberReader;
import dev.coexistence.conversation.reading.NumberView;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Business numbers. */
@RestController
@RequestMapping("/v1/numbers")
class NumberController {
    private final NumberReader numbers;

    NumberController(NumberReader numbers) {
        this.numbers = numbers;
    }

    /** All numbers. */
    record NumberList(List<NumberView> items) {}

    @GetMapping
    NumberList list(Caller caller) {
        return new NumberList(numbers.list(caller));
    }

    @GetMapping("/{phoneNumberId}")
    NumberView show(Caller caller, @PathVariable String phoneNumberId) {
        return numbers.find(caller, phoneNumberId)
                .orElseThrow(() -> new NotFound("number", phoneNumberId));
    }
}
