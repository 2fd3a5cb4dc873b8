package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ComposerPageIT extends PageInBrowser {

    @Test
    void sendsInsideTheWindow() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello").ago(Duration.ofHours(1)));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            assertThat(visit.find("#window").innerText()).contains("Window open", "left");

            visit.find("#body").fill("Good morning");
            visit.find(".send").click();

            visit.waitForText(".by-api .text", "Good morning");
            visit.waitUntil("document.querySelector('#body').value === ''");
        }
    }

    @Test
    void aDoubleClickIsOneMessage() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello"));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            String key = visit.find("#composer [name=key]").inputValue();
            visit.find("#body").fill("Once");

            visit.find(".send").dblclick();
            visit.waitForText(".by-api .text", "Once");
            visit.waitUntil(
                    "document.querySelector('#composer [name=key]').value !== '" + key + "'");

            assertThat(Set.copyOf(inbox().keys())).hasSize(1);
            assertThat(visit.find(".by-api").count()).isEqualTo(1);
        }
    }

    @Test
    void aSenderThatIsAwayKeepsTheTextAndTheKey() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello"));
        inbox().dispatcherAway(true);
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            String key = visit.find("#composer [name=key]").inputValue();
            visit.find("#body").fill("Will be kept");
            visit.find(".send").click();

            visit.waitForText("#composer .notice", "does not answer");
            assertThat(visit.find("#body").inputValue()).isEqualTo("Will be kept");
            assertThat(visit.find("#composer [name=key]").inputValue()).isEqualTo(key);

            inbox().dispatcherAway(false);
            visit.find(".send").click();

            visit.waitForText(".by-api .text", "Will be kept");
            assertThat(inbox().keys()).containsExactly(key);
            assertThat(visit.find("#composer .notice").count()).isZero();
        }
    }

    @Test
    void outsideTheWindowItTakesTemplatesUntilTheCustomerWrites() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello").ago(Duration.ofHours(30)));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            assertThat(visit.find("#body").count()).isZero();
            assertThat(visit.find("#composer").innerText())
                    .contains("Window closed", "answer on the phone");

            visit.find("[data-fill-template]").selectOption("order_update · en");
            visit.waitForText(".template-body", "your order {{2}} is ready");
            assertThat(visit.find("[name=template]").inputValue()).isEqualTo("order_update");
            assertThat(visit.find("[name=language]").inputValue()).isEqualTo("en");
            assertThat(visit.barriers()).isEmpty();
            visit.find("[name=parameters]").fill("Ana\n1047");
            visit.find("#composer button[type=submit]").click();
            visit.waitForText(".by-api .text", "order_update: Ana | 1047");
            inbox().say(inbox().from(ana, "CUSTOMER").text("I am back"));

            visit.waitFor("#body");
            assertThat(visit.find("[name=template]").count()).isZero();
        }
    }

    @Test
    void theWindowClosesUnderTheReadersEyes() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(
                        inbox().from(ana, "CUSTOMER")
                                .text("hello")
                                .ago(Duration.ofHours(24).minusSeconds(4)));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            visit.waitFor("#body");

            visit.waitFor("[name=template]");

            assertThat(visit.find("#window").innerText()).contains("Window closed");
        }
    }

    @Test
    void aTemplateThatWasNotSentStaysInTheForm() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello").ago(Duration.ofHours(30)));
        inbox().dispatcherAway(true);
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);
            visit.find("[name=template]").fill("order_update");
            visit.find("[name=language]").fill("de");
            visit.find("[name=parameters]").fill("Ana");
            visit.find("#composer button[type=submit]").click();

            visit.waitForText("#composer .notice", "does not answer");
            assertThat(visit.find("[name=template]").inputValue()).isEqualTo("order_update");
            assertThat(visit.find("[name=language]").inputValue()).isEqualTo("de");
            assertThat(visit.find("[name=parameters]").inputValue()).isEqualTo("Ana");
        }
    }

    @Test
    void aFormThatTheBrowserSendsByItselfLeadsBackToTheThread() throws Exception {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello"));
        var form =
                HttpRequest.newBuilder(URI.create(base() + "/conversations/" + ana + "/messages"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(BodyPublishers.ofString("key=" + UUID.randomUUID() + "&body=Early"))
                        .build();
        try (var browser = HttpClient.newHttpClient()) {
            var answer = browser.send(form, BodyHandlers.discarding());

            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).hasValue("/conversations/" + ana);
            assertThat(inbox().keys()).hasSize(1);
        }
    }

    @Test
    void anEndedConnectionTakesNothing() {
        inbox().number(SHOP, "Blumen Vidal", "DISCONNECTED", "COEXISTENCE");
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello"));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);

            assertThat(visit.find("#composer").innerText()).contains("not connected");
            assertThat(visit.find("#composer button").count()).isZero();
        }
    }

    @Test
    void aQueuedMessageSaysWhatItWaitsFor() {
        services()
                .answer(
                        "GET /v1/commands/c-1",
                        200,
                        "{\"status\": \"QUEUED\", \"waitsFor\": \"PAIR_LIMIT\", \"waitSeconds\":"
                                + " 11.8}");
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello"));
        inbox().say(inbox().from(ana, "API").text("later").command("c-1").status("queued"));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);

            visit.waitForText(".wait", "waits 12 s: pair limit");
        }
    }

    @Test
    void anAnswerQuotesWhatItAnswers() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("Which one?"));
        try (var visit = Visit.wide(base())) {
            visit.open("/conversations/" + ana);

            visit.find(".by-customer .reply").focus();
            visit.page().keyboard().press("Enter");
            visit.waitForText("#replying", "Which one?");
            visit.page().keyboard().type("The red one");
            visit.page().keyboard().press("Control+Enter");

            visit.waitForText(".by-api .quote", "Which one?");
            visit.waitForText(".by-api .text", "The red one");
        }
    }
}
