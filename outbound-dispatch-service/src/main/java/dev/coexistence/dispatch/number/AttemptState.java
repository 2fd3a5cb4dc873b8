package dev.coexistence.dispatch.number;

/**
 * State of one request between pick and outcome. A transition is a method on the states that allow
 * it, so that an illegal one does not compile.
 */
sealed interface AttemptState {

    /** States in which the request has not been told to go. */
    sealed interface Ahead extends AttemptState {
        /** The intent is to be deleted, and nothing was written. */
        default Withdrawing toWithdrawing(int attempts) {
            return new Withdrawing(attempts, true);
        }
    }

    /** The intent is on its way to the disk. */
    record Intending() implements Ahead {
        static final Intending NOW = new Intending();

        Opening toOpening() {
            return Opening.NOW;
        }
    }

    /** A connection is being opened or fetched. */
    record Opening() implements Ahead {
        static final Opening NOW = new Opening();

        Ready toReady() {
            return Ready.NOW;
        }
    }

    /** Everything but the pace is there. */
    record Ready() implements Ahead {
        static final Ready NOW = new Ready();

        /**
         * @param place that it takes in the budget
         */
        Gone toGone(long place) {
            return new Gone(place, true);
        }
    }

    /**
     * The request was told to go: bytes may have left.
     *
     * @param place in the budget
     * @param writing true until the socket or the answer tells that it has left
     */
    record Gone(long place, boolean writing) implements AttemptState {
        Gone toConfirmed() {
            return writing ? new Gone(place, false) : this;
        }

        /** The check at the socket refused it: nothing left. */
        Ready toReady() {
            return Ready.NOW;
        }

        /**
         * The answer proves that Meta did not take it.
         *
         * @param attempts requests made of the command so far
         * @param again whether the command waits in its line again; else it comes back another way
         */
        Withdrawing toWithdrawing(int attempts, boolean again) {
            return new Withdrawing(attempts, again);
        }
    }

    /**
     * The request was not taken, and its intent is being deleted.
     *
     * @param attempts requests made of the command so far
     * @param again whether the command waits in its line again; else it comes back another way
     */
    record Withdrawing(int attempts, boolean again) implements AttemptState {}
}
