package dev.coexistence.ingest.operate;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells on which kind of thread a controller runs; found by the application's scan in tests. */
@RestController
class ThreadProbe {

    @GetMapping("/v1/thread")
    String thread() {
        return Thread.currentThread().isVirtual() ? "virtual" : Thread.currentThread().getName();
    }
}
