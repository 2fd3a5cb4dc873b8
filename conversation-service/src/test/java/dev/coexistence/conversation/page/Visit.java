package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One look at the page in a browser of its own. When it ends, nothing may have been complained
 * about in the console and nothing asked of any other host.
 */
final class Visit implements AutoCloseable {
    private static final double PATIENCE = 30_000;
    private static final String WATCH_SHIFTS =
            "window.shifts = 0; new PerformanceObserver(list => list.getEntries().forEach(e => {"
                    + " if (!e.hadRecentInput) window.shifts += e.value; }))"
                    + ".observe({type: 'layout-shift', buffered: true});";

    private final BrowserContext context;
    private final Page page;
    private final String base;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();

    private Visit(String base, int width, int height, ColorScheme colours) {
        this.base = base;
        context =
                Chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setViewportSize(width, height)
                                        .setColorScheme(colours)
                                        .setLocale("en-GB")
                                        .setTimezoneId("Europe/Zurich")
                                        .setBaseURL(base));
        context.setDefaultTimeout(PATIENCE);
        page = context.newPage();
        page.addInitScript(WATCH_SHIFTS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(base)) {
                elsewhere.add(request.url());
            }
        });
    }

    static Visit wide(String base) {
        return new Visit(base, 1280, 800, ColorScheme.LIGHT);
    }

    static Visit phone(String base) {
        return new Visit(base, 360, 740, ColorScheme.LIGHT);
    }

    /** A phone of today. */
    static Visit narrow(String base) {
        return new Visit(base, 390, 844, ColorScheme.LIGHT);
    }

    static Visit dark(String base) {
        return new Visit(base, 1280, 800, ColorScheme.DARK);
    }

    static Visit darkPhone(String base) {
        return new Visit(base, 360, 740, ColorScheme.DARK);
    }

    /** Brings cookies along, such as the session of a person who has logged in elsewhere. */
    Visit bring(Map<String, String> cookies) {
        context.addCookies(
                cookies.entrySet().stream()
                        .map(cookie -> new Cookie(cookie.getKey(), cookie.getValue()).setUrl(base))
                        .toList());
        return this;
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    Visit open(String path) {
        page.navigate(base + path);
        page.waitForSelector("#live[data-state=on]");
        return this;
    }

    Locator find(String selector) {
        return page.locator(selector);
    }

    void waitFor(String selector) {
        page.waitForSelector(selector);
    }

    void waitForText(String selector, String text) {
        page.locator(selector)
                .filter(new Locator.FilterOptions().setHasText(text))
                .first()
                .waitFor();
    }

    /** Another tab covers the page, or covers it no more: browsers here show all of theirs. */
    void hide(boolean hidden) {
        page.evaluate(
                "hidden => { Object.defineProperty(document, 'hidden', {configurable: true, get: () => hidden});"
                        + " document.dispatchEvent(new Event('visibilitychange')); }",
                hidden);
    }

    /** Asks from outside: the page's policy lets no string be run inside. */
    void waitUntil(String script) {
        page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(script)));
    }

    /** Photographs what is on the screen, once all its parts have come. */
    void picture(Path file) {
        waitUntil("document.querySelectorAll('.htmx-request, .bar-space').length === 0");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    /** Whether something reaches over the right edge. */
    boolean tooWide() {
        return !Boolean.TRUE.equals(
                page.evaluate(
                        "document.documentElement.scrollWidth <= innerWidth"
                                + " && document.querySelector('main').scrollWidth <= innerWidth"));
    }

    double layoutShift() {
        return ((Number) page.evaluate("window.shifts")).doubleValue();
    }

    /** Complaints that this test provoked itself. */
    Visit expecting(String part) {
        complaints.removeIf(complaint -> complaint.contains(part));
        return this;
    }

    /** Findings of the accessibility checker that are serious or worse. */
    @SuppressWarnings("unchecked")
    List<String> barriers() {
        page.evaluate(axe());
        return (List<String>)
                page.evaluate(
                        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
                                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                                + ".flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ' '"
                                + " + (n.any[0]?.message || '')))");
    }

    private static String axe() {
        try (InputStream in = Visit.class.getResourceAsStream("/axe.min.js")) {
            return new String(
                    Objects.requireNonNull(in, "axe.min.js").readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List<String> said = List.copyOf(complaints);
        context.close();
        assertThat(said).as("console").isEmpty();
        assertThat(elsewhere).as("requests to other hosts").isEmpty();
    }
}
