package dev.coexistence.dispatch.simulation;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.number.NumberAction;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.pacing.PacingSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decorator over the events and actions of one owner's decisions; as it stands, of nothing. */
interface Mutation {
    Mutation NONE = new Mutation() {};

    default PacingSettings pacing() {
        return PacingSettings.defaults();
    }

    /**
     * Events that are heard in the place of that one.
     *
     * @param now monotonic
     */
    default List<NumberEvent> hear(NumberEvent event, long now) {
        return List.of(event);
    }

    /** Events that happen in the place of that action; null where it is carried out. */
    default @Nullable List<NumberEvent> insteadOf(NumberAction action) {
        return null;
    }

    /** The command as it reaches Meta. */
    default Command sent(Command command) {
        return command;
    }

    /** True where brokers that are away count as brokers with nothing to tell. */
    default boolean believesSilence() {
        return false;
    }
}
