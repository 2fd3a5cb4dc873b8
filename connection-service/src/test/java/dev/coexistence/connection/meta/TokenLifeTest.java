package dev.coexistence.connection.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.graph.NoAnswer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TokenLifeTest {
    @Test
    void aTokenHasAnEndOrNone() {
        assertThat(read("{\"data\":{\"is_valid\":true,\"expires_at\":1800000000}}"))
                .isEqualTo(new TokenLife(true, Instant.ofEpochSecond(1_800_000_000)));
        assertThat(read("{\"data\":{\"is_valid\":true,\"expires_at\":0}}"))
                .isEqualTo(new TokenLife(true, null));
        assertThat(read("{\"data\":{\"is_valid\":true}}")).isEqualTo(new TokenLife(true, null));
    }

    @Test
    void aTokenThatMetaTakesNoMoreIsNotValid() {
        assertThat(
                        read("{\"data\":{\"is_valid\":false,\"error\":{\"code\":190,\"message\":\"Session has expired\"}}}")
                                .valid())
                .isFalse();
    }

    @Test
    void anAnswerThatSaysNothingIsNone() {
        assertThatThrownBy(() -> read("{}")).isInstanceOf(NoAnswer.class);
        assertThatThrownBy(() -> read("{\"data\":{\"is_valid\":\"yes\"}}"))
                .isInstanceOf(NoAnswer.class);
    }

    private static TokenLife read(String json) {
        return TokenLife.read(JsonMapper.shared().readTree(json));
    }
}
