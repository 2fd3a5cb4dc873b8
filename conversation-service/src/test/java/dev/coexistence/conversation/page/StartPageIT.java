package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Beginning a conversation: by number, by contact, and from a link. */
class StartPageIT extends PageInBrowser {

    @Test
    void aNumberNobodyKnowsGetsATemplateAndThenAThread() {
        try (var visit = Visit.wide(base())) {
            visit.open("/");
            visit.find(".new-conversation").click();
            visit.waitForText("h1", "New conversation");
            visit.find("[name=number]").first().selectOption(ONLINE);
            visit.find("[name=to]").first().fill("+1 (555) 010-0377");
            visit.find("button[type=submit]").first().click();

            visit.waitFor("[data-fill-template]");
            assertThat(visit.barriers()).isEmpty();
            visit.find("[data-fill-template]").selectOption("order_update · en");
            visit.find("[name=parameters]").fill("Ana\n1047");
            visit.find("button[type=submit]").last().click();

            visit.waitForText(".kind-template", "order_update");
            assertThat(visit.page().url()).contains("/conversations/");
            assertThat(inbox().priorities()).containsExactly("URGENT");
        }
    }

    @Test
    void aLinkLeadsToTheThreadWhereThereIsOne() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello"));
        try (var visit = Visit.wide(base())) {
            visit.open("/new?to=%2B15550100999&number=" + SHOP);

            visit.waitForText("#thread-name", "Ana Vidal");
            visit.waitFor("#body");
        }
    }

    @Test
    void aNameFindsItsContacts() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello"));
        try (var visit = Visit.phone(base())) {
            visit.open("/new?to=vidal&number=" + SHOP);

            assertThat(visit.find("#start ul a").innerText()).isEqualTo("Ana Vidal");
            assertThat(visit.tooWide()).isFalse();
            visit.find("#start ul a").click();
            visit.waitForText("#thread-name", "Ana Vidal");
        }
    }

    @Test
    void aTryThatFailedKeepsWhatWasFilledIn() {
        inbox().dispatcherAway(true);
        try (var visit = Visit.wide(base())) {
            visit.open("/new?to=%2B15550100377&number=" + SHOP);
            visit.find("[name=template]").fill("order_update");
            visit.find("[name=parameters]").fill("Ana");
            visit.find("button[type=submit]").last().click();

            visit.waitForText("[role=alert]", "does not answer");
            assertThat(visit.find("[name=template]").inputValue()).isEqualTo("order_update");
            assertThat(visit.find("[name=parameters]").inputValue()).isEqualTo("Ana");
            inbox().dispatcherAway(false);
            visit.find("button[type=submit]").last().click();
            visit.waitForText(".kind-template", "order_update");
            assertThat(inbox().keys()).hasSize(1);
        }
    }

    @Test
    void whatIsNeitherIsSaidInWords() {
        try (var visit = Visit.wide(base())) {
            visit.open("/new?to=nobody-of-that-name&number=" + SHOP);

            assertThat(visit.find("#start").innerText()).contains("No contact has that name");
            assertThat(visit.find("[name=template]").count()).isZero();
        }
    }
}
