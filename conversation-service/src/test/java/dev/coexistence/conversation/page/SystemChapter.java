package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.PlaywrightException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person does with the page of the whole running system, in a browser: real services, only
 * Meta and the phones are simulated. Numbers and customers are new each time, so it can be told
 * again and beside other stories.
 */
public final class SystemChapter {
    private static final Logger LOG = LoggerFactory.getLogger(SystemChapter.class);
    private static final String COEXISTENCE = "COEXISTENCE";
    private static final String FULL_MIGRATION = "FULL_MIGRATION";
    private static final String ANA = "Ana Berg";
    private static final String TWO_STEP_PIN = "482915";

    /** A name that is markup: what people call themselves is theirs. */
    private static final String EVE = "Eve <img src=x onerror=alert(1)>";

    private final String base;
    private final SimulatedPeople people;
    private final Map<String, String> cookies;
    private final List<String> troubles = new ArrayList<>();

    /** Path of the thread with Ana. */
    private String thread = "/";

    private record Number(String id, String display) {
        /** A fictional customer of this number alone. */
        String customer(int which) {
            return "+1555019" + which + display.substring(display.length() - 3);
        }
    }

    private interface Scene {
        void play();
    }

    private SystemChapter(URI page, SimulatedPeople people, Map<String, String> cookies) {
        base = page.getScheme() + "://" + page.getAuthority();
        this.people = people;
        this.cookies = Map.copyOf(cookies);
    }

    /**
     * Plays it and says what was wrong. Without a browser it says that it is skipped, and finds
     * nothing. Where the setting {@code coexistence.pictures} names a folder, every screen is
     * photographed into it.
     *
     * @param page root of conversation-service
     * @param simulator root of the simulator
     * @param cookies of the person who does it, by name; none in the open mode
     */
    public static List<String> troubles(URI page, URI simulator, Map<String, String> cookies) {
        if (Chromium.found().isEmpty()) {
            LOG.warn("SKIPPED the page on the whole system: {}", Chromium.HOW_TO_GET);
            return List.of();
        }
        try (var people = new SimulatedPeople(simulator)) {
            return new SystemChapter(page, people, cookies).play();
        }
    }

    private List<String> play() {
        try {
            Number shared = connect(COEXISTENCE);
            Number migrated = connect(FULL_MIGRATION);
            scene("a thread", () -> talk(shared));
            scene("the stream is lost", () -> loseTheStream(shared));
            scene("outside the window", () -> writeFirst(shared));
            scene("by keyboard", () -> answerByKeyboard(migrated));
            scene("every screen", () -> lookAtEachScreen(shared));
            scene("another phone", () -> changeThePhone(shared));
            scene("the end", () -> disconnect(migrated));
        } catch (AssertionError | PlaywrightException e) {
            troubles.add("The page, connecting: " + e);
        }
        return List.copyOf(troubles);
    }

    private void scene(String title, Scene scene) {
        try {
            scene.play();
        } catch (AssertionError | PlaywrightException e) {
            troubles.add("The page, " + title + ": " + e);
        }
    }

    private Number connect(String mode) {
        String display = people.unusedNumber();
        try (var visit = wide(base)) {
            visit.open("/connections");
            visit.find("a[href='/connections/new']").first().click();
            visit.waitFor("[name=mode]");
            visit.find("[name=mode][value=" + mode + "]").check();
            visit.find("[name=phoneNumber]").fill(display);
            visit.find("#page form button[type=submit]").click();
            visit.waitForText("#h-offer", display);
            if (mode.equals(COEXISTENCE)) {
                visit.find(".check input").check();
                sign(visit);
                visit.find("form[action$=acknowledge] button").click();
            } else {
                visit.find("[name=pin]").fill(TWO_STEP_PIN);
            }
            var dialogue =
                    visit.page().waitForPopup(() -> visit.find("[data-launch-dialogue]").click());
            dialogue.locator("#finish").click();
            visit.waitFor("#steps .pill.ok");
            assertThat(visit.find("#steps .ticks .failed").count()).isZero();
            visit.find("#steps a.primary").click();
            visit.waitFor("#h-health");
            String address = visit.page().url();
            return new Number(address.substring(address.lastIndexOf('/') + 1), display);
        }
    }

    private void talk(Number shared) {
        String ana = shared.customer(1);
        try (var visit = wide(base)) {
            visit.open("/?number=" + shared.id());
            String question = people.customerWrites(shared.id(), ana, ANA, "Are you open?");
            visit.waitForText("#rows .last", "Are you open?");
            visit.find("#rows .row-link").first().click();
            visit.waitForText("#thread-name", ANA);
            thread = visit.page().url().substring(base.length());

            people.ownerWrites(shared.id(), ana, "Until six");
            visit.waitForText(".by-app .text", "Until six");
            assertThat(visit.find(".by-app .mark-name").innerText()).isEqualTo("App");

            visit.find("#body").fill("The door is open");
            visit.find(".send").dblclick();
            visit.waitForText(".by-api .tick", "delivered");
            assertThat(visit.find(".by-api").count()).isEqualTo(1);
            assertThat(people.arrivals(shared.id())).isEqualTo(1);

            people.customerSendsPicture(shared.id(), ana);
            visit.waitUntil("document.querySelector('.kind-image img')?.naturalWidth > 0");
            people.customerReacts(shared.id(), ana, question);
            visit.waitForText(".by-customer .reactions", "👍");
        }
    }

    private void loseTheStream(Number shared) {
        try (var wire = Wire.to(URI.create(base));
                var visit = wide(wire.address())) {
            visit.open(thread);
            visit.waitFor("#live[data-state=on]");
            // What the page asks for once it listens is there before the line is cut.
            visit.waitUntil("document.querySelectorAll('.htmx-request').length === 0");
            wire.cut();
            visit.waitFor("#live[data-state=lost]");
            people.ownerWrites(shared.id(), shared.customer(1), "Said while nobody listened");
            wire.mend();

            visit.waitForText(".by-app .text", "Said while nobody listened");
            visit.waitFor("#live[data-state=on]");
            visit.expecting("net::ERR_").expecting("htmx:sendError").expecting("htmx:afterRequest");
        }
    }

    private void writeFirst(Number shared) {
        people.ownerWrites(shared.id(), shared.customer(2), "Your order is ready");
        try (var visit = wide(base)) {
            visit.open("/?number=" + shared.id());
            visit.waitForText("#rows .last", "Your order is ready");
            visit.find("#rows .row-link")
                    .filter(new Locator.FilterOptions().setHasText("Your order is ready"))
                    .click();
            visit.waitFor("[name=template]");
            assertThat(visit.find("#window").innerText()).contains("Window closed");
            assertThat(visit.find("#body").count()).isZero();
            visit.find("[data-fill-template]").selectOption("order_update · en");
            visit.waitForText(".template-body", "{{2}}");
            visit.find("[name=parameters]").fill("Ben\n1047");
            visit.find("#composer button[type=submit]").click();
            visit.waitForText(".by-api .tick", "delivered");
        }
    }

    private void answerByKeyboard(Number migrated) {
        people.customerWrites(migrated.id(), migrated.customer(3), EVE, EVE);
        try (var visit = phone()) {
            visit.open("/?number=" + migrated.id());
            visit.waitForText("#rows .name", EVE);
            var keys = visit.page().keyboard();
            keys.press("j");
            keys.press("Enter");
            visit.waitForText("#thread-name", EVE);
            visit.waitForText(".by-customer .text", EVE);
            keys.press("r");
            keys.type("Hello Eve");
            keys.press("Control+Enter");
            visit.waitForText(".by-api .tick", "delivered");
            assertThat(visit.find("main img").count()).isZero();
            assertThat(visit.tooWide()).isFalse();
        }
    }

    private void lookAtEachScreen(Number shared) {
        String connection = "/connections/" + shared.id();
        var screens =
                List.of(
                        "/",
                        thread,
                        "/connections",
                        "/connections/new",
                        connection,
                        connection + "/disconnect",
                        connection + "/switch",
                        "/operations",
                        "/operations/policies",
                        "/operations/webhooks");
        var wrong = new ArrayList<String>();
        try (var wide = wide(base);
                var phone = phone()) {
            for (String screen : screens) {
                wide.open(screen);
                wide.barriers().forEach(barrier -> wrong.add(screen + " " + barrier));
                phone.open(screen);
                if (phone.tooWide()) {
                    wrong.add(screen + " is wider than a phone");
                }
            }
        }
        Pictures.take(base, screens, cookies);
        assertThat(wrong).isEmpty();
    }

    private void changeThePhone(Number shared) {
        try (var visit = wide(base)) {
            visit.open("/connections/" + shared.id());
            people.ownerChangesPhone(shared.id());
            visit.waitForText(".pill", "Waiting for the phone");
            people.ownerIsBack(shared.id());
            visit.waitForText(".pill.ok", "Connected");
        }
    }

    private void disconnect(Number migrated) {
        try (var visit = wide(base)) {
            visit.open("/connections/" + migrated.id() + "/switch");
            visit.find("a.danger").click();
            visit.waitFor("form[action$=disconnect]");
            sign(visit);
            visit.find(".check input").check();
            visit.find("button.danger").click();
            visit.waitForText(".pill.bad", "Reconnect needed");
        }
    }

    /** Who has logged in is asked for no name. */
    private static void sign(Visit visit) {
        if (visit.find("[name=name]").count() > 0) {
            visit.find("[name=name]").fill("Robin");
        }
    }

    private Visit wide(String at) {
        return Visit.wide(at).bring(cookies);
    }

    private Visit phone() {
        return Visit.phone(base).bring(cookies);
    }
}
