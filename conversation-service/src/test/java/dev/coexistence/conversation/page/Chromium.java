package dev.coexistence.conversation.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The machine's own browser, one for all tests of this process. Without one the tests are skipped,
 * and say so.
 */
final class Chromium implements ExecutionCondition {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> FLAGS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    /** What to do where there is none. */
    static final String HOW_TO_GET =
            "no browser found; install chromium or set -Dcoexistence.browser=PATH";

    private static @Nullable Browser shared;

    /** The setting {@code coexistence.browser}, else the first that the PATH has. */
    static Optional<Path> found() {
        String named = System.getProperty("coexistence.browser", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static synchronized Browser browser() {
        Browser known = shared;
        if (known == null) {
            var playwright =
                    Playwright.create(
                            new Playwright.CreateOptions()
                                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            known =
                    playwright
                            .chromium()
                            .launch(
                                    new BrowserType.LaunchOptions()
                                            .setExecutablePath(found().orElseThrow())
                                            .setArgs(FLAGS));
            shared = known;
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        }
        return known;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (found().isPresent()) {
            return ConditionEvaluationResult.enabled("A browser is here");
        }
        String why = "SKIPPED " + context.getDisplayName() + ": " + HOW_TO_GET;
        return ConditionEvaluationResult.disabled(why);
    }
}
