package dev.coexistence.simulator.webhook;

import dev.coexistence.simulator.number.Customers;
import org.jspecify.annotations.Nullable;

/**
 * Who a customer is towards the business.
 *
 * @param phone digits, or null when the user hides behind a username
 */
public record Customer(
        @Nullable String phone, String userId, String name, @Nullable String username) {

    static Customer of(String phone, String name) {
        String digits = Customers.digits(phone);
        return new Customer(digits, Customers.userId(digits), name, null);
    }
}
