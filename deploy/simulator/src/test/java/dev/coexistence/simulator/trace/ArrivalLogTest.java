package dev.coexistence.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalLogTest {

    @Test
    void theOldestArrivalsMakeRoom() {
        ArrivalLog arrivals = new ArrivalLog(3);
        for (int i = 1; i <= 5; i++) {
            arrivals.add("n", "to", "w" + i, "", i, 200, 0);
        }

        assertThat(arrivals.listAfter(null, 0, 10))
                .extracting(Arrival::wamid)
                .containsExactly("w3", "w4", "w5");
        assertThat(arrivals.listAfter("n", 4, 10)).extracting(Arrival::wamid).containsExactly("w5");
        arrivals.forget(null);
        assertThat(arrivals.listAfter(null, 0, 10)).isEmpty();
    }
}
