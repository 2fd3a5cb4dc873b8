package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What helps those who write and read all day. */
class WritingPageIT extends PageInBrowser {

    @Test
    void aDraftSurvivesAReloadUntilItIsSent() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        long ben = inbox().conversation(SHOP, "Ben Roth", "+15550100888");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello"));
        inbox().say(inbox().from(ben, "CUSTOMER").text("hello"));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            visit.find("#body").fill("half an answer");
            visit.open("/conversations/" + ben);
            assertThat(visit.find("#body").inputValue()).isEmpty();
            visit.open("/conversations/" + ana);

            assertThat(visit.find("#body").inputValue()).isEqualTo("half an answer");
            visit.find(".send").click();
            visit.waitForText(".by-api .text", "half an answer");
            visit.waitUntil("document.querySelector('#body').value === ''");
            visit.open("/conversations/" + ana);
            assertThat(visit.find("#body").inputValue()).isEmpty();
            assertThat(inbox().priorities()).containsExactly("URGENT");
        }
    }

    @Test
    void enterSendsWhereItsWriterWantsThat() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello"));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            var keys = visit.page().keyboard();
            visit.find("#body").focus();
            keys.type("two");
            keys.press("Enter");
            keys.type("lines");
            assertThat(visit.find("#body").inputValue()).isEqualTo("two\nlines");
            visit.find("[data-enter-sends]").check();
            assertThat(visit.find("#compose-hint").innerText()).startsWith("Enter sends");

            visit.open("/conversations/" + ana);
            visit.find("#body").focus();
            keys.press("End");
            keys.press("Shift+Enter");
            keys.type("three");
            keys.press("Enter");

            visit.waitForText(".by-api .text", "three");
            assertThat(visit.barriers()).isEmpty();
        }
    }

    @Test
    void linksAreLinksAndMarksAreShown() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(
                        inbox().from(ana, "CUSTOMER")
                                .text(
                                        "*Big* _news_ ~old~ `a_b` see https://shop.example/a?b=1&c=*2*. or javascript:alert(1)"));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);

            assertThat(visit.find(".message .text").innerText())
                    .isEqualTo(
                            "Big news old a_b see https://shop.example/a?b=1&c=*2*. or javascript:alert(1)");
            assertThat(visit.find(".message .text a").getAttribute("href"))
                    .isEqualTo("https://shop.example/a?b=1&c=*2");
            assertThat(visit.find(".message .text .bold").innerText()).isEqualTo("Big");
            assertThat(visit.find(".message .text .italic").innerText()).isEqualTo("news");
            assertThat(visit.find(".message .text .strike").innerText()).isEqualTo("old");
            assertThat(visit.find(".message .text code").innerText()).isEqualTo("a_b");
        }
    }

    @Test
    void whoReadsAboveStaysThereAndIsToldOfNewMessages() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        for (int i = 1; i <= 35; i++) {
            inbox().say(
                            inbox().from(ana, "CUSTOMER")
                                    .text("number " + i)
                                    .ago(Duration.ofMinutes(100 - i)));
        }
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            visit.page().evaluate("document.querySelector('#thread-scroll').scrollTop = -700");

            inbox().say(inbox().from(ana, "APP").text("one"));
            visit.waitForText("#new-messages", "1 new message");
            inbox().say(inbox().from(ana, "APP").text("two"));
            visit.waitForText("#new-messages", "2 new messages");

            visit.find("#new-messages").click();
            visit.waitUntil("document.querySelector('#thread-scroll').scrollTop === 0");
            assertThat(visit.find("#new-messages").isVisible()).isFalse();

            visit.page().evaluate("document.querySelector('#thread-scroll').scrollTop = -700");
            visit.find("#body").fill("mine");
            visit.find(".send").click();
            visit.waitForText(".by-api .text", "mine");
            visit.waitUntil("document.querySelector('#thread-scroll').scrollTop === 0");
        }
    }

    @Test
    void aFailedMessageSaysWhatToDo() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(
                        inbox().from(ana, "API")
                                .text("hi")
                                .failed(131047, "Re-engagement message", "24 hours have passed"));
        inbox().say(
                        inbox().from(ana, "API")
                                .text("hi")
                                .failed(987654, "Something new", "Nobody knows it"));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);

            assertThat(visit.find(".failure").first().innerText())
                    .contains("Re-engagement message", "What to do", "Send a template");
            assertThat(visit.find(".failure").last().innerText())
                    .contains("Something new")
                    .doesNotContain("What to do");
        }
    }

    @Test
    void filtersStandInTheAddress() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        long ben = inbox().conversation(ONLINE, "Ben Roth", "+15550100888");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello"));
        inbox().say(inbox().from(ben, "CUSTOMER").text("hello"));
        try (var visit = Visit.wide(base())) {
            visit.open("/");
            visit.find("#q").fill("Ben");
            visit.waitUntil("document.querySelectorAll('#rows .row').length === 1");
            visit.find("[name=unread]").check();
            visit.waitUntil("location.search === '?q=Ben&unread=1'");
            visit.page().reload();

            visit.waitFor("#live[data-state=on]");
            assertThat(visit.find("#q").inputValue()).isEqualTo("Ben");
            assertThat(visit.find("[name=unread]").isChecked()).isTrue();
            assertThat(visit.find("#rows .row").count()).isEqualTo(1);
            visit.expecting("htmx:sendAbort").expecting("htmx:afterRequest");
        }
    }
}
