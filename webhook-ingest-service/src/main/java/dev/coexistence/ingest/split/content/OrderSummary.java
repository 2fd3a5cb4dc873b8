package dev.coexistence.ingest.split.content;

import dev.coexistence.ingest.split.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** Summary of an order in one line: {@code 2 items, 25.00 EUR}. */
final class OrderSummary {
    private static final int LONGEST_NUMBER = 40;

    private BigDecimal pieces = BigDecimal.ZERO;
    private BigDecimal sum = BigDecimal.ZERO;
    private @Nullable String currency;
    private boolean summed = true;

    private OrderSummary() {}

    /** The sum stands there where every item has a quantity, a price and the same currency. */
    static String summarize(Json.Obj order) {
        var words = new OrderSummary();
        for (var place : order.items("product_items", "")) {
            if (place.json() instanceof Json.Obj item) {
                words.add(item);
            }
        }
        return words.line();
    }

    private void add(Json.Obj item) {
        BigDecimal quantity = number(item.text("quantity"));
        BigDecimal price = number(item.text("item_price"));
        String its = item.text("currency");
        pieces = pieces.add(quantity == null ? BigDecimal.ONE : quantity);
        if (quantity == null
                || price == null
                || its == null
                || (currency != null && !currency.equals(its))) {
            summed = false;
            return;
        }
        currency = its;
        sum = sum.add(quantity.multiply(price));
    }

    private String line() {
        String count = pieces.stripTrailingZeros().toPlainString();
        String words = count + (count.equals("1") ? " item" : " items");
        return summed && currency != null ? words + ", " + amount(currency) : words;
    }

    private String amount(String code) {
        BigDecimal exact = sum.stripTrailingZeros();
        int decimals = decimals(code);
        return (exact.scale() > decimals ? exact : sum.setScale(decimals, RoundingMode.UNNECESSARY))
                        .toPlainString()
                + ' '
                + code;
    }

    private static int decimals(String code) {
        try {
            return Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
        } catch (IllegalArgumentException _) {
            return 2;
        }
    }

    private static @Nullable BigDecimal number(@Nullable String text) {
        if (text == null || text.isBlank() || text.length() > LONGEST_NUMBER) {
            return null;
        }
        try {
            var number = new BigDecimal(text.strip());
            return Math.abs(number.scale()) > LONGEST_NUMBER ? null : number;
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
