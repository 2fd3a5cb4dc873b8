package dev.coexistence.simulator.trace;

/**
 * One request to send that reached the provider.
 *
 * @param index counts all arrivals of the simulator, from 1
 * @param to the recipient's digits, or the business-scoped user id
 * @param wamid empty when it was refused
 * @param callbackData what {@code biz_opaque_callback_data} carried, or empty
 * @param nanos the simulator's monotonic clock, where the budget is decided
 * @param status the HTTP status answered; 0 when there was no answer
 * @param code Meta's error code, or 0
 */
public record Arrival(
        long index,
        String phoneNumberId,
        String to,
        String wamid,
        String callbackData,
        long nanos,
        int status,
        int code) {

    public boolean accepted() {
        return !wamid.isEmpty();
    }
}
