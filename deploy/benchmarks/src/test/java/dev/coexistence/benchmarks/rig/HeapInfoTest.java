package dev.coexistence.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapInfoTest {

    @Test
    void readsTheSerialCollectorsHeap() {
        String text =
                """
                1234:
                 DefNew     total 78656K, used 2048K [0x0, 0x1, 0x2)
                  eden space 69952K,  12% used [0x0, 0x1, 0x2)
                 Tenured    total 174784K, used 10240K [0x0, 0x1, 0x2)
                   the  space 174784K,   1% used [0x0, 0x1, 0x2)
                 Metaspace       used 1000K, committed 1100K, reserved 1200K
                """;

        assertThat(HeapInfo.usedMib(text)).isEqualTo(12);
        assertThatThrownBy(() -> HeapInfo.usedMib("nothing")).hasMessageContaining("nothing");
    }
}
