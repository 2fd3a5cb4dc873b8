package dev.coexistence.conversation.page;

import java.net.URI;
import org.junit.jupiter.api.Test;

class LateStreamIT extends PageInBrowser {

    @Test
    void nothingIsMissedBetweenAPagesReadingAndTheBeginningOfItsStream() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("first"));
        try (var wire = Wire.to(URI.create(base()));
                var visit = Visit.wide(wire.address())) {
            wire.hold("/live");
            visit.page().navigate(wire.address() + "/conversations/" + ana);
            visit.waitForText(".message .text", "first");

            inbox().say(inbox().from(ana, "APP").text("said in between"));
            wire.release();

            visit.waitForText(".message .text", "said in between");
            visit.waitForText("#rows .last", "said in between");
        }
    }
}
