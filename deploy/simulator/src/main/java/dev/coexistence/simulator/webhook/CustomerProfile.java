package dev.coexistence.simulator.webhook;

import dev.coexistence.simulator.number.CustomerIds;
import org.jspecify.annotations.Nullable;

/**
 * A customer as the business sees it.
 *
 * @param phone digits, or null when the user hides behind a username
 */
public record CustomerProfile(
        @Nullable String phone, String userId, String name, @Nullable String username) {

    static CustomerProfile of(String phone, String name) {
        String digits = CustomerIds.digits(phone);
        return new CustomerProfile(digits, CustomerIds.userId(digits), name, null);
    }
}
