package dev.coexistence.conversation.content;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cart that a customer sent.
 *
 * @param note what the customer wrote to it; null where nothing
 * @param total null unless every item has a quantity, a price and the same currency
 */
public record Order(
        @Nullable String catalogId, @Nullable String note, List<Item> items, @Nullable Amount total)
        implements TypedContent {

    /**
     * One line of it.
     *
     * @param price of one piece
     */
    public record Item(
            @Nullable String productRetailerId,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable String currency) {}

    /** Money, with as many decimals as its currency has. */
    public record Amount(BigDecimal amount, String currency) {
        @Override
        public String toString() {
            return amount.toPlainString() + ' ' + currency;
        }
    }

    @Override
    public String kind() {
        return "order";
    }

    static Order of(@Nullable String catalogId, @Nullable String note, List<Item> items) {
        return new Order(catalogId, note, items, sum(items));
    }

    /** Price of one line, where all of it is known. */
    public static @Nullable Amount of(Item item) {
        return sum(List.of(item));
    }

    /** Number of pieces, as far as the items say. */
    public BigDecimal pieces() {
        return items.stream()
                .map(item -> item.quantity() == null ? BigDecimal.ONE : item.quantity())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** In words: {@code 2 items, 25.00 EUR}. */
    public String words() {
        String count = pieces().stripTrailingZeros().toPlainString();
        String words = count + (count.equals("1") ? " item" : " items");
        return total == null ? words : words + ", " + total;
    }

    private static @Nullable Amount sum(List<Item> items) {
        BigDecimal sum = BigDecimal.ZERO;
        String currency = null;
        for (Item item : items) {
            if (item.quantity() == null
                    || item.price() == null
                    || item.currency() == null
                    || (currency != null && !currency.equals(item.currency()))) {
                return null;
            }
            currency = item.currency();
            sum = sum.add(item.quantity().multiply(item.price()));
        }
        return currency == null ? null : new Amount(scale(sum, currency), currency);
    }

    private static BigDecimal scale(BigDecimal sum, String currency) {
        int decimals = decimals(currency);
        return sum.stripTrailingZeros().scale() > decimals
                ? sum.stripTrailingZeros()
                : sum.setScale(decimals, RoundingMode.UNNECESSARY);
    }

    private static int decimals(String currency) {
        try {
            return Math.max(
                    0,
                    Currency.getInstance(currency.toUpperCase(Locale.ROOT))
                            .getDefaultFractionDigits());
        } catch (IllegalArgumentException _) {
            return 2;
        }
    }
}
