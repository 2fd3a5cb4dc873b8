package dev.coexistence.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.split.event.NumberDirectory.Known;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionMode;
import dev.coexistence.schemas.events.ConnectionStatus;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectedNumbersTest {
    private static final String PHONE = "15550100188";

    private final ConnectedNumbers numbers = new ConnectedNumbers();

    @Test
    void aNumberIsFoundByItsDigits() {
        put("900", "+1 555-010-0188", ConnectionStatus.CONNECTED);

        assertThat(numbers.byPhone(PHONE)).isEqualTo(new Known("900", "800"));
        assertThat(numbers.byPhone(null)).isNull();
    }

    @Test
    void ofTwoNumbersWithOnePhoneTheConnectedOneCountsWhicheverComesFirst() {
        put("900", PHONE, ConnectionStatus.DISCONNECTED);
        put("901", PHONE, ConnectionStatus.CONNECTED);
        put("900", PHONE, ConnectionStatus.DISCONNECTED);

        assertThat(numbers.byPhone(PHONE)).isEqualTo(new Known("901", "800"));
    }

    @Test
    void aPhoneThatANumberLeftLeadsNowhere() {
        put("900", PHONE, ConnectionStatus.CONNECTED);
        put("900", "15550100199", ConnectionStatus.CONNECTED);

        assertThat(numbers.byPhone(PHONE)).isNull();
        assertThat(numbers.byPhone("15550100199")).isEqualTo(new Known("900", "800"));

        put("900", null, ConnectionStatus.CONNECTED);
        assertThat(numbers.byPhone("15550100199")).isNull();
    }

    @Test
    void whatTheTopicHasNoMoreIsForgotten() {
        put("900", PHONE, ConnectionStatus.CONNECTED);
        put("901", "15550100199", ConnectionStatus.CONNECTED);
        numbers.remove("900");
        assertThat(numbers.byPhone(PHONE)).isNull();

        numbers.complete(Set.of("902"));

        assertThat(numbers.byPhone("15550100199")).isNull();
    }

    @Test
    void aNumberThatIsGoneDoesNotTakeItsSuccessorAlong() {
        put("900", PHONE, ConnectionStatus.DISCONNECTED);
        put("901", PHONE, ConnectionStatus.CONNECTED);

        numbers.remove("900");

        assertThat(numbers.byPhone(PHONE)).isEqualTo(new Known("901", "800"));
    }

    private void put(String id, @Nullable String phone, ConnectionStatus state) {
        numbers.put(
                id,
                Connection.newBuilder()
                        .setPhoneNumberId(id)
                        .setConnectionId("c-" + id)
                        .setEpoch(1)
                        .setVersion(1)
                        .setBudgetPerSecond(20)
                        .setPolicyEdition("seven-io")
                        .setWabaId("800")
                        .setDisplayPhoneNumber(phone)
                        .setMode(ConnectionMode.COEXISTENCE)
                        .setState(state)
                        .setChangedAt(Instant.EPOCH)
                        .build());
    }
}
