package dev.coexistence.conversation.page.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.page.inbox.TextMarkup.Piece;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextMarkupTest {

    @Test
    void showsWhatIsMarked() {
        assertThat(TextMarkup.read("a *b* _c_ ~d~ `e` ```f\ng```"))
                .containsExactly(
                        plain("a "),
                        new Piece("b", "bold", null),
                        plain(" "),
                        new Piece("c", "italic", null),
                        plain(" "),
                        new Piece("d", "strike", null),
                        plain(" "),
                        new Piece("e", "code", null),
                        plain(" "),
                        new Piece("f\ng", "code", null));
        assertThat(TextMarkup.read("*a _b_*"))
                .containsExactly(
                        new Piece("a ", "bold", null), new Piece("b", "bold italic", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2*3*4",
                "snake_case_name",
                "* a *",
                "*a\nb*",
                "a* b*",
                "**",
                "~ ~",
                "_",
                "`",
                "```",
                "5 * 6 = 30 * 1",
                "*",
                ""
            })
    void whatIsNoMarkStaysAsItIsWritten(String text) {
        assertThat(TextMarkup.read(text).stream().map(Piece::text).collect(Collectors.joining()))
                .isEqualTo(text);
        assertThat(TextMarkup.read(text)).allMatch(piece -> piece.style().isEmpty());
    }

    @Test
    void findsLinks() {
        assertThat(links("see https://a.example/x_y_z, or (http://b.example/p(1)), www.c.example!"))
                .containsExactly(
                        "https://a.example/x_y_z",
                        "http://b.example/p(1)",
                        "https://www.c.example");
        assertThat(links("javascript:alert(1) data:text/html,x https:// a.example")).isEmpty();
        assertThat(links("*https://a.example*")).containsExactly("https://a.example");
    }

    @Test
    void losesNothingButMarks() {
        long seed = Long.getLong("coexistence.seed", System.nanoTime());
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String[] parts = {
            "*", "_", "~", "`", "```", "a", " ", "\n", "https://a.example/", "é", "("
        };
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String shown =
                    TextMarkup.read(text.toString()).stream()
                            .map(Piece::text)
                            .collect(Collectors.joining());
            assertThat(shown.replaceAll("[*_~`]", ""))
                    .as("seed %d, text %s", seed, text)
                    .isEqualTo(text.toString().replaceAll("[*_~`]", ""));
        }
    }

    private static List<String> links(String text) {
        return TextMarkup.read(text).stream().map(Piece::link).filter(l -> l != null).toList();
    }

    private static Piece plain(String text) {
        return new Piece(text, "", null);
    }
}
