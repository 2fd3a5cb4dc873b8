package dev.coexistence.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One link logs the demo's owner in. */
class LoginLinkTest {
    @TempDir Path folder;

    @Test
    void leadsToThePageWhichThenGetsTheOwnersTokens() throws Exception {
        try (var identity = RunningIdentity.start(folder);
                var browser = new Browser()) {
            HttpResponse<String> answer =
                    browser.get(identity.at("/enter?ticket=" + identity.kept("login-ticket")));

            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(Browser.location(answer))
                    .isEqualTo(RunningIdentity.PAGE.resolve("/oauth2/authorization/inbox"));
            var tokens = new PageClient(identity, browser).tokens();
            assertThat(
                            identity.decoder()
                                    .decode(tokens.path("access_token").asString(""))
                                    .getSubject())
                    .isEqualTo("owner@default");
        }
    }

    @Test
    void holdsOnce() throws Exception {
        try (var identity = RunningIdentity.start(folder);
                var first = new Browser();
                var second = new Browser()) {
            var link = identity.at("/enter?ticket=" + identity.kept("login-ticket"));
            assertThat(first.get(link).statusCode()).isEqualTo(302);

            HttpResponse<String> answer = second.get(link);

            assertThat(answer.statusCode()).isEqualTo(410);
            assertThat(answer.body()).contains("used already", "passwords");
            assertThat(folder.resolve("login-ticket")).doesNotExist();
        }
    }

    @Test
    void isNotUsedUpByWhoOnlyLooksOrGuesses() throws Exception {
        try (var identity = RunningIdentity.start(folder);
                var browser = new Browser()) {
            var link = identity.at("/enter?ticket=" + identity.kept("login-ticket"));

            assertThat(browser.head(link).statusCode()).isEqualTo(405);
            assertThat(browser.get(identity.at("/enter?ticket=guessed")).statusCode())
                    .isEqualTo(410);
            assertThat(browser.get(identity.at("/enter")).statusCode()).isEqualTo(410);

            assertThat(browser.get(link).statusCode()).isEqualTo(302);
        }
    }

    @Test
    void eachStartMakesANewOne() throws Exception {
        String before;
        try (var identity = RunningIdentity.start(folder)) {
            before = identity.kept("login-ticket");
        }
        try (var identity = RunningIdentity.start(folder);
                var browser = new Browser()) {
            assertThat(identity.kept("login-ticket")).isNotEqualTo(before);
            assertThat(browser.get(identity.at("/enter?ticket=" + before)).statusCode())
                    .isEqualTo(410);
        }
    }
}
