package dev.coexistence.conversation.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
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
        "happy birthday 🎂, 🎂",
        "🎂🎉 party, 🎂🎉",
        "party🎂, party",
        "party🎂, party🎂",
        "ok 👍🏽, 👍",
        "ok 👍, 👍🏿",
        "work 👨🏽‍💻, 👨‍💻",
        "❤️ you, ❤",
        "🇩🇪 visit, 🇩🇪",
        "price 25 €, €",
        "مَرْحَبًا, مرحبا",
        "مرحبا, مَرْحَبًا",
        "أهلا وسهلا, اهلا",
        "مـــرحبا, مرحبا",
        "שָׁלוֹם, שלום",
        "Łódź, lodz",
        "lodz, ŁÓDŹ",
        "Tromsø, tromso",
        "Đakovo, dakovo",
        "Reykjavík við Æðey, aedey",
        "İstanbul, istanbul",
        "ISTANBUL, ıstanbul",
        "STRASSE, straße",
        "ΟΔΟΣ, οδός",
        "ｆｕｌｌ　ｗｉｄｔｈ１２３, full width123",
        "ｶﾀｶﾅ, カタカナ",
        "がく, がく",
        "pass​word, password",
        "password, pass​word",
        "co­op­er­ate, cooperate",
        "می‌خواهم, میخواهم",
        "कि ताब, कि",
        "٠١٢٣٤٥, 012345",
        "ﬁnance, finance",
        "crème brûlée, creme brulee",
        "crème, crème",
        "call +49 171 555-0123 now, +49 171 555 0123",
        "call +49 171 555-0123 now, 491715550123",
        "call +49 (0)171 5550123, 0171 5550123",
        "491715550123, +49 171 555 0123",
        "491715550123, +49 (171) 555-0123",
        "491715550123, 0049 171 5550123",
        "491715550123, 0171/5550123",
        "491715550123, +49 (0) 171 5550123",
        "15550100999, (555) 010-0999",
        "15550100999, +1-555-010-0999",
        "order 12345678, 12345678"
    })
    void finds(String text, String wanted) {
        assertThat(found(text, wanted)).isTrue();
    }

    /** A text is found by itself, by its case turned, and by each of its words. */
    @Test
    void everythingIsFoundByItself() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String text =
                    random.ints(1 + random.nextInt(30), 0x20, 0x1FAFF)
                            .filter(c -> Character.isDefined(c) && !Character.isSurrogate((char) c))
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString();
            if (SearchText.query(text).isEmpty()) {
                continue;
            }
            assertThat(found(text, text)).as("seed %s: %s", seed, text).isTrue();
            assertThat(found(text, Normalizer.normalize(text, Normalizer.Form.NFD)))
                    .as("seed %s, taken apart: %s", seed, text)
                    .isTrue();
        }
    }

    @Test
    void theEndOfALongTextIsFound() {
        assertThat(found("a".repeat(9_000) + " PLEASE CANCEL MY ORDER", "cancel my order"))
                .isTrue();
    }

    @Test
    void aQuestionWithoutWordsAndSignsAsksForNothing() {
        assertThat(SearchText.meanings(" .,;!​")).isEmpty();
    }

    private static boolean found(String text, String wanted) {
        SearchText stored = SearchText.index(text);
        List<Integer> grams = Arrays.stream(stored.grams()).boxed().toList();
        return SearchText.meanings(wanted).stream()
                .anyMatch(asked ->
                        Arrays.stream(asked.grams()).allMatch(grams::contains)
                                && stored.words().contains(asked.words()));
    }

    @ParameterizedTest
    @CsvSource({
        "Hello World, help",
        "東京都, 大阪",
        "Доброе утро, вечер",
        "happy birthday 🎂, 🎉",
        "かく, がく",
        "की, कु",
        "491715550123, +49 171 555 0124",
    })
    void findsNothingElse(String text, String wanted) {
        assertThat(found(text, wanted)).isFalse();
    }
}
