package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.Check.Status;
import dev.coexistence.connection.meta.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureProbeTest {

    @ParameterizedTest
    @CsvSource({
        "200, 401, PASSED",
        "200, 200, FAILED",
        "401, 401, FAILED",
        "503, 401, PENDING",
        "404, 404, PENDING",
    })
    void onlyADefiniteAnswerFailsIt(int signed, int forged, Status status) {
        assertThat(SignatureProbe.verdict(signed, forged).status()).isEqualTo(status);
    }

    @Test
    void staysPendingWithoutAnAddress() {
        assertThat(new SignatureProbe(Optional.empty(), new Secret("sample")).check().status())
                .isEqualTo(Status.PENDING);
    }
}
