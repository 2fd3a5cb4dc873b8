package dev.coexistence.conversation.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Rechnung März 2024.pdf | Rechnung März 2024.pdf",
                "請求書.pdf | 請求書.pdf",
                "🙂.txt | 🙂.txt",
                "a/../../etc/passwd | a_.._.._etc_passwd",
                "..\\\\boot.ini | __boot.ini",
                ".htaccess | _htaccess",
                "a\"; filename=b.exe | a_; filename=b.exe",
                "a\\r\\nSet-Cookie: x=y | aSet-Cookie_ x=y",
                "gpj.\\u202Eexe | gpj.exe",
                "a\\u0000b | ab",
                "\\u200b | -"
            })
    void isFitForAFile(String name, @Nullable String safe) {
        String json = "{\"document\":{\"filename\":\"" + name.replace("\"", "\\\"") + "\"}}";

        assertThat(FileNames.choose("document", json)).isEqualTo(safe);
    }

    @Test
    void isCutWithItsEndingKept() {
        String name = FileNames.safe("x".repeat(5_000) + ".tar");

        assertThat(name).hasSize(200).endsWith("x.tar");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "image | {\"image\":{\"id\":\"1\"}}",
                "document | {\"document\":{\"filename\":7}}",
                "document | {\"document\":\"x\"}",
                "document | not JSON",
                "document | -",
                "- | {}"
            })
    void isMissingWhereTheMessageHasNone(@Nullable String type, @Nullable String json) {
        assertThat(FileNames.choose(type, json)).isNull();
    }
}
