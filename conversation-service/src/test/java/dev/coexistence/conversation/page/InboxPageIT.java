package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class InboxPageIT extends PageInBrowser {

    @Test
    void anEchoArrivesLive() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("Are you open?"));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);

            inbox().say(inbox().from(ana, "APP").text("Until six"));

            visit.waitForText(".message.by-app .text", "Until six");
            visit.waitForText("#rows .last", "Until six");
            assertThat(visit.find(".by-app .mark-name").innerText()).isEqualTo("App");
        }
    }

    @Test
    void eachSenderAndEachTickHasAWord() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "HISTORY").incoming().text("old").ago(Duration.ofDays(9)));
        inbox().say(inbox().from(ana, "CUSTOMER").text("new").ago(Duration.ofHours(1)));
        inbox().say(inbox().from(ana, "APP").text("by phone").status("read"));
        inbox().say(
                        inbox().from(ana, "API")
                                .text("by program")
                                .reference("shop:17")
                                .failed(131047, "Re-engagement message", "24 hours have passed"));
        inbox().say(inbox().from(ana, "API").text("where?").status("unknown"));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);

            assertThat(visit.find(".mark-name").allInnerTexts())
                    .containsExactly("Imported", "Customer", "App", "API", "API");
            assertThat(visit.find(".tick").allInnerTexts())
                    .containsExactly("read", "failed", "unknown, checking");
            assertThat(visit.find(".failure").innerText())
                    .contains("Re-engagement message", "131047", "24 hours have passed");
            assertThat(visit.find(".reference").first().innerText()).isEqualTo("shop:17");
            assertThat(visit.find(".divider").innerText()).contains("Imported up to here");
        }
    }

    @Test
    void whatCustomersWriteStaysText() {
        String attack =
                "<script>window.pwned = 1</script><img src=x onerror=\"window.pwned = 2\">"
                        + "\" onmouseover=\"window.pwned = 3\" ${7*7} [[${7*7}]] 'x'";
        long eve = inbox().conversation(SHOP, attack, null);
        var first = inbox().from(eve, "CUSTOMER").text(attack).reaction("customer", attack);
        inbox().say(first);
        inbox().say(
                        inbox().from(eve, "API")
                                .text(attack)
                                .reference(attack)
                                .edited(attack)
                                .repliesTo(first.wamid()));
        inbox().say(inbox().from(eve, "API").type("template").text(attack).status("sent"));
        inbox().say(inbox().from(eve, "API").text("x").failed(1, attack, attack));
        String quoted = JsonMapper.shared().writeValueAsString(attack);
        inbox().say(
                        inbox().from(eve, "CUSTOMER")
                                .type("document")
                                .media("STORED", null)
                                .json("{\"document\": {\"filename\": " + quoted + "}}"));
        inbox().say(
                        inbox().from(eve, "CUSTOMER")
                                .type("contacts")
                                .json(
                                        "{\"contacts\": [{\"name\": {\"formatted_name\": "
                                                + quoted
                                                + "}}]}"));
        inbox().say(
                        inbox().from(eve, "CUSTOMER")
                                .type("location")
                                .json(
                                        "{\"location\": {\"latitude\": 1, \"longitude\": 2,"
                                                + " \"name\": "
                                                + quoted
                                                + "}}"));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + eve);

            assertThat(visit.find(".message .text").first().innerText()).isEqualTo(attack);
            assertThat(visit.find(".reactions li span").first().innerText()).isEqualTo(attack);
            assertThat(visit.find(".kind-template .text").innerText()).isEqualTo(attack);
            assertThat(visit.find(".kind-document .file").innerText()).isEqualTo(attack);
            assertThat(visit.find(".people").innerText()).isEqualTo(attack);
            assertThat(visit.find(".place a").innerText()).isEqualTo(attack);
            assertThat(visit.find("#thread-name").innerText()).isEqualTo(attack);
            assertThat(visit.find("#rows .name").first().innerText()).isEqualTo(attack);
            assertThat(visit.page().evaluate("window.pwned === undefined")).isEqualTo(true);
            assertThat(visit.find("main script, main img").count()).isZero();
        }
    }

    @Test
    void nothingIsMissedWhileTheStreamIsLost() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("first"));
        try (var wire = Wire.to(URI.create(base()));
                var visit = Visit.wide(wire.address())) {
            visit.open("/conversations/" + ana);
            wire.cut();
            visit.waitFor("#live[data-state=lost]");
            assertThat(visit.find(".live-text").innerText()).contains("Reconnecting");
            inbox().say(inbox().from(ana, "APP").text("said meanwhile"));
            wire.mend();

            visit.waitForText(".message .text", "said meanwhile");
            visit.waitFor("#live[data-state=on]");
            visit.expecting("net::ERR_").expecting("htmx:sendError").expecting("htmx:afterRequest");
        }
    }

    @Test
    void manyTabsLiveOnOneStream() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("first"));
        try (var visit = Visit.wide(base())) {
            var tabs = new ArrayList<Page>();
            for (int i = 0; i < 8; i++) {
                var tab = visit.context().newPage();
                tab.navigate(base() + "/conversations/" + ana);
                tab.waitForSelector("#live[data-state=on]");
                tabs.add(tab);
            }
            visit.page().waitForCondition(() -> listeners() == 1);

            inbox().say(inbox().from(ana, "APP").text("to all of you"));
            for (var tab : tabs) {
                tab.locator(".message .text")
                        .filter(new Locator.FilterOptions().setHasText("to all of you"))
                        .first()
                        .waitFor();
            }

            for (var tab : tabs.subList(0, 7)) {
                tab.close();
            }
            inbox().say(inbox().from(ana, "APP").text("to the last of you"));
            tabs.getLast()
                    .locator(".message .text")
                    .filter(new Locator.FilterOptions().setHasText("to the last of you"))
                    .first()
                    .waitFor();
        }
    }

    @Test
    void aLongThreadScrollsByPages() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        for (int i = 1; i <= 130; i++) {
            inbox().say(
                            inbox().from(ana, "CUSTOMER")
                                    .text("number " + i)
                                    .ago(Duration.ofMinutes(200 - i)));
        }
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            assertThat(visit.find(".message").count()).isEqualTo(40);

            for (int page = 2; page <= 4; page++) {
                visit.page()
                        .evaluate("document.querySelector('#thread-scroll').scrollTop = -1000000");
                visit.waitUntil(
                        "document.querySelectorAll('.message').length >= "
                                + Math.min(130, page * 40));
            }

            List<String> texts = visit.find(".message .text").allInnerTexts();
            assertThat(texts)
                    .hasSize(130)
                    .startsWith("number 1", "number 2")
                    .endsWith("number 130");
            assertThat(visit.find(".earlier button").count()).isZero();

            inbox().say(inbox().from(ana, "APP").text("and one more"));

            visit.waitForText(".message .text", "and one more");
            assertThat(visit.find(".message .text").allInnerTexts())
                    .hasSize(131)
                    .startsWith("number 1", "number 2")
                    .endsWith("number 130", "and one more");
        }
    }

    @Test
    void theKeyboardIsEnough() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        long ben = inbox().conversation(SHOP, "Ben Roth", "+15550100888");
        inbox().say(inbox().from(ben, "CUSTOMER").text("I am Ben").ago(Duration.ofMinutes(5)));
        inbox().say(inbox().from(ana, "CUSTOMER").text("I am Ana"));
        try (var visit = Visit.wide(base())) {
            visit.open("/");
            Page page = visit.page();

            page.keyboard().press("/");
            page.keyboard().type("Ben");
            visit.waitUntil("document.querySelectorAll('#rows .row').length === 1");
            page.keyboard().press("Enter");
            assertThat(page.evaluate("document.activeElement.matches('.row-link:focus-visible')"))
                    .isEqualTo(true);
            page.keyboard().press("Enter");
            visit.waitForText("#thread-name", "Ben Roth");
            page.keyboard().press("r");
            page.keyboard().type("Hello Ben");
            page.keyboard().press("Control+Enter");

            visit.waitForText(".by-api .text", "Hello Ben");
            assertThat(page.url()).contains("/conversations/" + ben);
        }
    }

    @Test
    void aPhoneShowsOnePane() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("x".repeat(400)));
        try (var visit = Visit.phone(base())) {
            visit.open("/");
            assertThat(visit.find("#thread").isVisible()).isFalse();

            visit.find(".row-link").first().click();
            visit.waitForText("#thread-name", "Ana Vidal");
            visit.waitFor("#body");

            assertThat(visit.find(".list-pane").isVisible()).isFalse();
            assertThat(visit.page().evaluate("document.documentElement.scrollWidth <= 360"))
                    .isEqualTo(true);
            visit.find(".back").click();
            assertThat(visit.find(".list-pane").isVisible()).isTrue();
            assertThat(visit.find("#thread").isVisible()).isFalse();
        }
    }

    @Test
    void theJsonIsOneClickAwayButNotThatOfADeletedMessage() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").type("poll").json("{\"type\": \"poll\"}"));
        var deleted = inbox().from(ana, "CUSTOMER").revoked().json("{\"text\": \"gone\"}");
        inbox().say(deleted);
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            var json = visit.page().waitForPopup(() -> visit.find(".kind-other a").click());

            assertThat(json.locator("body").innerText()).contains("\"poll\"");
            String path = "/messages/" + inbox().idOf(deleted) + "/json";
            assertThat(visit.context().request().get(base() + path).status()).isEqualTo(404);
        }
    }

    @Test
    void aSentTemplateShowsWhatTheCustomerGot() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(
                        inbox().from(ana, "API")
                                .type("template")
                                .text("order_update: Ana | 1047")
                                .json(
                                        "{\"type\":\"template\",\"template\":{\"name\":\"order_update\",\"language\":{\"code\":\"en\"},"
                                                + "\"components\":[{\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"text\":\"Ana\"},"
                                                + "{\"type\":\"text\",\"text\":\"1047\"}]},{\"type\":\"button\",\"sub_type\":\"url\","
                                                + "\"index\":\"1\",\"parameters\":[{\"type\":\"text\",\"text\":\"1047\"}]}]}}"));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);

            assertThat(visit.find(".kind-template").innerText())
                    .contains("News of your order")
                    .contains("Hello Ana, your order 1047 is ready.")
                    .contains("Reply STOP to end")
                    .contains("I will come")
                    .contains("https://shop.example/t/1047");
            assertThat(visit.barriers()).isEmpty();
        }
    }

    @Test
    void openingAThreadIsReadingIt() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("unread"));
        try (var visit = Visit.wide(base())) {
            visit.open("/");
            assertThat(visit.find("#list .badge").count()).isEqualTo(1);

            visit.find(".row-link").first().click();

            visit.waitUntil("document.querySelectorAll('#list .badge').length === 0");
        }
    }

    @Test
    void theFirstPageIsSmallAndStandsStill() {
        for (int i = 0; i < 60; i++) {
            long id = inbox().conversation(SHOP, "Customer " + i, "+155501002" + (10 + i));
            inbox().say(
                            inbox().from(id, "CUSTOMER")
                                    .text("Message " + i)
                                    .ago(Duration.ofMinutes(i)));
        }
        try (var visit = Visit.wide(base())) {
            var bytes = new AtomicLong();
            var protocol = visit.context().newCDPSession(visit.page());
            protocol.send("Network.enable");
            protocol.on(
                    "Network.loadingFinished",
                    event -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
            visit.open("/");
            assertThat(bytes.get()).as("bytes of the first page").isBetween(10_000L, 150_000L);
            assertThat(visit.layoutShift()).as("layout shift").isLessThan(0.01);
        }
    }
}
