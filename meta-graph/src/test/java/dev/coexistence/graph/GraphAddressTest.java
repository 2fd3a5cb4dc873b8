package dev.coexistence.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://graph.example",
                "https://graph.example/",
                "https://graph.example//"
            })
    void putsTheVersionInEveryPath(String root) {
        var address = new GraphAddress(URI.create(root), "v25.0");

        assertThat(address.resolve("1/messages?a=b"))
                .hasToString("https://graph.example/v25.0/1/messages?a=b");
    }

    @Test
    void keepsAPathOfTheRoot() {
        var address = new GraphAddress(URI.create("http://localhost:8099/graph"), "v25.0");

        assertThat(address.resolve("1")).hasToString("http://localhost:8099/graph/v25.0/1");
    }

    @Test
    void encodesWhatIsNotItsOwn() {
        assertThat(GraphAddress.encode("a b/c?d")).isEqualTo("a%20b%2Fc%3Fd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "25", "v25", "25.0", "v25.0/", "latest"})
    void refusesAVersionThatIsNone(String version) {
        var root = URI.create("https://graph.example");

        assertThatThrownBy(() -> new GraphAddress(root, version))
                .hasMessageContaining("meta.graph-version must look like v25.0");
    }
}
