package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.reading.ContactView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabelsTest {
    private final Labels labels = new Labels();

    @Test
    void aNumberWithoutANameIsMasked() {
        assertThat(labels.contact(contact(null, "+15550100999", null)))
                .isEqualTo("+155 ••• 999")
                .doesNotContain("0100");
        assertThat(labels.contact(contact(" ", "+15550100999", "ana.v"))).isEqualTo("@ana.v");
        assertThat(labels.contact(contact("Ana", "+15550100999", "ana.v"))).isEqualTo("Ana");
        assertThat(labels.contact(contact(null, null, null))).isEmpty();
    }

    @Test
    void initialsAreOfTheFirstAndTheLastWord() {
        assertThat(labels.initials(contact("Ana María Vidal", null, null))).isEqualTo("AV");
        assertThat(labels.initials(contact("山田 太郎", null, null))).isEqualTo("山太");
        assertThat(labels.initials(contact("🌸 <b>", null, null))).isEmpty();
        assertThat(labels.initials(contact(null, "+15550100999", null))).isEmpty();
    }

    private static ContactView contact(
            @Nullable String name, @Nullable String phone, @Nullable String username) {
        return new ContactView("1", name, phone, username, null, null);
    }
}
