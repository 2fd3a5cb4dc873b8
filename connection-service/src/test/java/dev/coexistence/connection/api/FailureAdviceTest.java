package dev.coexistence.connection.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

class FailureAdviceTest {
    private final FailureAdvice trouble = new FailureAdvice();

    @Test
    void anOutageMayBeAskedAgain() {
        var answer =
                trouble.answer(
                        new DataAccessResourceFailureException(
                                "gone", new SQLException("gone", "08006")));

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void aFailureOfOurOwnTellsNothingOfItself() {
        var answer = trouble.answer(new IllegalStateException("a token would stand here"));

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
        assertThat(answer.getBody())
                .isInstanceOfSatisfying(
                        ProblemDetail.class,
                        problem -> assertThat(problem.getDetail()).doesNotContain("token"));
    }
}
