package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Reading: what is looked at is read, what nobody looks at is not, and all places say the same. */
class ReadPageIT extends PageInBrowser {
    private static final String ROW = "#rows .badge";
    private static final String HEAD = "#thread-head .unread-count";

    @Test
    void aThreadThatIsLookedAtIsReadWhateverMetaIsTold() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("one"));
        inbox().dispatcherAway(true);
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            visit.page().waitForCondition(() -> inbox().unread(ana) == 0);

            inbox().say(inbox().from(ana, "CUSTOMER").text("two"));
            visit.waitForText(".message .text", "two");
            visit.page().waitForCondition(() -> inbox().unread(ana) == 0);
            waitForCount(visit, 0);

            assertThat(visit.page().title()).isEqualTo("Ana Vidal · Inbox");
            assertThat(inbox().receipts()).isEmpty();
        }
    }

    @Test
    void metaIsToldOfEachNewestMessageOnce() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        var first = inbox().from(ana, "CUSTOMER").text("one").ago(Duration.ofMinutes(1));
        inbox().say(first);
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            visit.page().waitForCondition(() -> inbox().receipts().size() == 1);
            var second = inbox().from(ana, "CUSTOMER").text("two");
            inbox().say(second);
            visit.page().waitForCondition(() -> inbox().receipts().size() == 2);
            inbox().say(inbox().from(ana, "APP").text("three"));
            visit.waitForText(".message .text", "three");

            assertThat(inbox().receipts()).containsExactly(first.wamid(), second.wamid());
        }
    }

    @Test
    void whatComesWhileNobodyLooksIsUnreadEverywhereAlike() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("one").ago(Duration.ofMinutes(1)));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            visit.page().waitForCondition(() -> inbox().unread(ana) == 0);
            waitForCount(visit, 0);
            visit.hide(true);

            inbox().say(inbox().from(ana, "CUSTOMER").text("two"));
            inbox().say(inbox().from(ana, "CUSTOMER").text("three"));

            waitForCount(visit, 2);
            assertThat(visit.find(ROW).innerText()).startsWith("2");
            assertThat(visit.find(HEAD).innerText()).isEqualTo("2 unread");
            assertThat(visit.page().title()).isEqualTo("(2) Ana Vidal · Inbox");
            assertThat(inbox().unread(ana)).isEqualTo(2);

            visit.hide(false);

            waitForCount(visit, 0);
            assertThat(inbox().unread(ana)).isZero();
            assertThat(visit.find(ROW).count() + visit.find(HEAD).count()).isZero();
        }
    }

    @Test
    void whatAnotherTabReadsIsReadHereToo() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("one"));
        try (var visit = Visit.wide(base())) {
            visit.open("/");
            assertThat(visit.page().title()).isEqualTo("(1) Inbox");
            Page other = visit.context().newPage();
            other.navigate(base() + "/conversations/" + ana);

            visit.waitUntil("document.title === 'Inbox'");
            assertThat(visit.find(ROW).count()).isZero();
        }
    }

    @Test
    void anAnswerOfThePhoneReadsWhatStandsBeforeIt() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("one").ago(Duration.ofMinutes(2)));
        try (var visit = Visit.wide(base())) {
            visit.open("/");
            assertThat(visit.find(ROW).count()).isEqualTo(1);

            inbox().say(inbox().from(ana, "APP").text("answered").ago(Duration.ofMinutes(1)));

            visit.waitForText("#rows .last", "answered");
            visit.waitUntil("document.querySelectorAll('#rows .badge').length === 0");
            assertThat(visit.page().title()).isEqualTo("Inbox");
        }
    }

    @Test
    void aThreadBehindTheListOnAPhoneIsNotLookedAt() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("one").ago(Duration.ofMinutes(1)));
        try (var visit = Visit.phone(base())) {
            visit.open("/conversations/" + ana);
            visit.page().waitForCondition(() -> inbox().unread(ana) == 0);
            visit.find(".back").click();

            inbox().say(inbox().from(ana, "CUSTOMER").text("two"));

            visit.waitForText(ROW, "1");
            assertThat(inbox().unread(ana)).isEqualTo(1);
        }
    }

    @Test
    void allPartsOfAThreadSayTheSame() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("one").ago(Duration.ofHours(25)));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            assertThat(visit.find("#window").innerText()).contains("Window closed");
            assertThat(visit.find("#contact").innerText()).contains("more than 24 hours ago");

            inbox().say(inbox().from(ana, "CUSTOMER").text("two"));
            visit.waitFor("#body");
            visit.find("#body").fill("half an answer");

            assertThat(visit.find("#window").innerText()).contains("Window open");
            assertThat(visit.find("#contact").innerText()).doesNotContain("24 hours ago");
            assertThat(visit.find("#rows .row .window-dot").count()).isEqualTo(1);

            // Numbers of other tests may be in trouble, too.
            int others = visit.find("#troubles li").count();
            inbox().hold(SHOP, "PAYMENT");
            visit.waitForText("#window", "payment problem");
            assertThat(visit.find("#thread-head").innerText()).contains("payment problem");
            assertThat(visit.find("#contact").innerText()).contains("payment problem");
            assertThat(visit.find("#rows .row-trouble").innerText()).contains("payment problem");
            assertThat(visit.find("#troubles").innerText()).contains("Blumen Vidal");
            visit.waitForText("#nav-troubles", String.valueOf(others + 1));
            assertThat(visit.find("#body").inputValue()).isEqualTo("half an answer");
            assertThat(visit.barriers()).isEmpty();

            inbox().hold(SHOP, null);
            visit.waitUntil("!document.querySelector('#window .held')");
            assertThat(visit.find("#thread-head").innerText()).doesNotContain("payment");
            assertThat(visit.find("#rows .row-trouble").count()).isZero();
            assertThat(visit.find("#troubles li").count()).isEqualTo(others);
        }
    }

    private static void waitForCount(Visit visit, int unread) {
        visit.waitUntil(
                "document.querySelector('#thread-head').dataset.unread === '" + unread + "'");
    }
}
