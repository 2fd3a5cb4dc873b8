package dev.coexistence.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.access.AccessTable.Row;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

class AccessTableTest {
    private final AccessTable table =
            AccessTable.builder()
                    .row(HttpMethod.GET, "/things/{id}", Scope.THREADS_READ)
                    .row(HttpMethod.GET, "/things/new", Scope.THREADS_WRITE)
                    .row(HttpMethod.GET, "/numbers/{id:\\d+}", Scope.CONNECTIONS_READ)
                    .open(HttpMethod.GET, "/assets/**")
                    .row(HttpMethod.POST, "/things", Scope.THREADS_WRITE)
                    .build();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "GET, /things/1, GET /things/{id}",
                "HEAD, /things/1, GET /things/{id}",
                "GET, /things/new, GET /things/new",
                "GET, /things/n%65w, GET /things/new",
                "GET, /things/new;a=b, GET /things/new",
                "GET, /things/1;a=b, GET /things/{id}",
                "GET, /numbers/1, GET /numbers/{id:\\d+}",
                "GET, /numbers/x, -",
                "GET, /assets/a/b.css, GET /assets/**",
                "GET, /things, -",
                "GET, /things/1/, -",
                "GET, /THINGS/1, -",
                "POST, /things, POST /things",
                "POST, /things/1, -"
            })
    void theMostSpecificRowAnswersAsTheMappingDoes(String method, String path, String row) {
        var request =
                MockServerHttpRequest.method(
                        HttpMethod.valueOf(method), java.net.URI.create("http://a" + path));

        Optional<Row> found = table.find(MockServerWebExchange.from(request));

        assertThat(found.map(Row::toString).orElse(null)).isEqualTo(row);
    }

    @Test
    void aRouteHasOneRow() {
        var builder = AccessTable.builder().open(HttpMethod.GET, "/a");

        assertThatThrownBy(() -> builder.authenticated(HttpMethod.GET, "/a"))
                .hasMessageContaining("two rows for GET /a");
    }

    @Test
    void severalTablesAreJoined() {
        var other = AccessTable.builder().open(HttpMethod.GET, "/other").build();

        assertThat(AccessTable.join(List.of(table, other)).rows()).hasSize(6);
        assertThatThrownBy(() -> AccessTable.join(List.of(table, table)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
