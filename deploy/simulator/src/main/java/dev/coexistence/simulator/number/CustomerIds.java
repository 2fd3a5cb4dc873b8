package dev.coexistence.simulator.number;

import java.util.List;
import java.util.Map;

/** Mapping between a customer's phone number and business-scoped user id. */
public final class CustomerIds {
    private static final List<Map.Entry<String, String>> COUNTRIES =
            List.of(
                    Map.entry("1", "US"),
                    Map.entry("41", "CH"),
                    Map.entry("44", "GB"),
                    Map.entry("49", "DE"),
                    Map.entry("54", "AR"),
                    Map.entry("55", "BR"),
                    Map.entry("52", "MX"),
                    Map.entry("61", "AU"),
                    Map.entry("81", "JP"),
                    Map.entry("91", "IN"));
    private static final int LENGTH = 20;

    private CustomerIds() {}

    public static String digits(String phone) {
        StringBuilder digits = new StringBuilder(phone.length());
        for (int i = 0; i < phone.length(); i++) {
            char c = phone.charAt(i);
            if (c >= '0' && c <= '9') {
                digits.append(c);
            }
        }
        return digits.toString();
    }

    /** The same number gives the same id, and the id gives the number back. */
    public static String userId(String phone) {
        String digits = digits(phone);
        String country =
                COUNTRIES.stream()
                        .filter(c -> digits.startsWith(c.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("US");
        return country + ".7" + "0".repeat(Math.max(0, LENGTH - 1 - digits.length())) + digits;
    }

    /** The number behind an id made here; the id itself for any other. */
    public static String phoneOf(String userId) {
        int dot = userId.indexOf('.');
        if (dot < 0 || userId.length() != dot + 1 + LENGTH || userId.charAt(dot + 1) != '7') {
            return userId;
        }
        String rest = userId.substring(dot + 2);
        int start = 0;
        while (start < rest.length() && rest.charAt(start) == '0') {
            start++;
        }
        return rest.substring(start);
    }
}
