package dev.coexistence.dispatch.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;

class ServiceUnavailableTest {

    @Test
    void asksToComeAgainWithoutSayingWhatTheDatabaseSaid() {
        var answer =
                new ServiceUnavailable().answer(new DataAccessResourceFailureException("secret"));

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(answer.getBody()).asString().contains("unavailable").doesNotContain("secret");
    }
}
