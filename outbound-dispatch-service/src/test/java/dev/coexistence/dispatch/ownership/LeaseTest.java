package dev.coexistence.dispatch.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final long SECOND = 1_000_000_000L;

    private long now = 7 * SECOND;
    private final Lease lease = new Lease(() -> now, 3 * SECOND);

    @Test
    void isNotHeldBeforeOwnershipWasEverProven() {
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void endsALittleBeforeItsLengthAsClocksDiffer() {
        lease.renew(now);

        now += 2_900_000_000L;
        assertThat(lease.isHeld()).isTrue();
        now += 99_000_000L;
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void countsFromBeforeTheRequestThatRenewedIt() {
        long begun = now;
        now += 2 * SECOND;

        long until = lease.renew(begun);

        assertThat(until).isLessThan(begun + 3 * SECOND);
        now += SECOND;
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void isOverForAProcessThatWasFrozenLongerThanItLasts() {
        lease.renew(now);

        now += 60 * SECOND;

        assertThat(lease.isHeldAt(now)).isFalse();
    }

    @Test
    void isNotProlongedByAnAnswerThatCameAfterTheFreeze() {
        long begun = now;
        now += 60 * SECOND;

        lease.renew(begun);

        assertThat(lease.isHeld()).isFalse();
    }
}
