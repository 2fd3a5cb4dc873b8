package dev.coexistence.conversation.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTextTest {

    @ParameterizedTest
    @CsvSource({
        "Hello World, hello",
        "Hello World, ELLO",
        "Hello World, hello world",
        "Hello World, h",
        "Hello World, wo",
        "Žluťoučký kůň, zlutoucky",
        "Straße in Zürich, zurich",
        "Grüße, grusse",
        "東京都に住んでいます, 京都",
        "東京都に住んでいます, 東",
        "안녕하세요 여러분, 하세",
        "สวัสดีครับ, สดี",
        "Доброе утро, УТРО",
        "नमस्ते दुनिया, दुनिया",
        "مرحبا بالعالم, بالعالم",
        "call +1 555 010 0999, 0999",
        "'a, b; c', a b",
    })
    void finds(String text, String wanted) {
        SearchText stored = SearchText.toFind(text);
        SearchText asked = SearchText.wanted(wanted);

        assertThat(stored.grams()).contains(asked.grams());
        assertThat(stored.words()).contains(asked.words());
    }

    @ParameterizedTest
    @CsvSource({"Hello World, help", "東京都, 大阪", "Доброе утро, вечер"})
    void findsNothingElse(String text, String wanted) {
        SearchText stored = SearchText.toFind(text);
        SearchText asked = SearchText.wanted(wanted);

        List<Integer> grams = Arrays.stream(stored.grams()).boxed().toList();
        assertThat(
                        Arrays.stream(asked.grams()).allMatch(grams::contains)
                                && stored.words().contains(asked.words()))
                .isFalse();
    }
}
