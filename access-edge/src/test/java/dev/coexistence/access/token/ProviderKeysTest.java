package dev.coexistence.access.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWK;
import dev.coexistence.access.AccessRefusal;
import dev.coexistence.access.kit.TestIssuer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderKeysTest {
    private static final String FIRST = "first";

    private final TestIssuer issuer = TestIssuer.start();
    private final AtomicLong nanos = new AtomicLong(1);
    private final ProviderKeys keys = new ProviderKeys(issuer.url(), nanos::get);

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void aWithdrawnKeyIsForgotten() {
        assertThat(find(FIRST)).contains(FIRST);
        issuer.rotate();
        issuer.withdrawOldKeys();

        pass(Duration.ofMinutes(4));
        assertThat(find(FIRST)).contains(FIRST);

        pass(Duration.ofMinutes(2));
        await().atMost(Duration.ofSeconds(20)).until(() -> !find(FIRST).contains(FIRST));
    }

    @Test
    void aWithdrawnKeyIsNotTakenAfterALongSilence() {
        assertThat(find(FIRST)).contains(FIRST);
        issuer.rotate();
        issuer.withdrawOldKeys();

        pass(Duration.ofHours(1));

        assertThat(find(FIRST)).doesNotContain(FIRST);
    }

    @Test
    void knownKeysGoOnHoweverLongTheProviderIsAway() {
        assertThat(find(FIRST)).contains(FIRST);
        issuer.goAway();

        pass(Duration.ofHours(1));

        assertThat(find(FIRST)).contains(FIRST);
        pass(Duration.ofHours(1));
        assertThatThrownBy(() -> find("another")).isInstanceOf(AccessRefusal.class);
        assertThat(find(FIRST)).contains(FIRST);
    }

    @Test
    void unknownKeysAreAskedForOnceInFiveSeconds() {
        find("a");
        int before = issuer.questions();

        for (int i = 0; i < 20; i++) {
            find("b" + i);
        }
        assertThat(issuer.questions()).isEqualTo(before);

        pass(Duration.ofSeconds(5));
        find("c");
        assertThat(issuer.questions()).isEqualTo(before + 1);
    }

    @Test
    void aDocumentOfAnotherIssuerIsNotBelieved() {
        var strange = new ProviderKeys(issuer.url() + "/", nanos::get);

        assertThatThrownBy(() -> strange.find(FIRST).block()).isInstanceOf(AccessRefusal.class);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private List<String> find(String id) {
        return Objects.requireNonNull(keys.find(id).block()).stream().map(JWK::getKeyID).toList();
    }
}
