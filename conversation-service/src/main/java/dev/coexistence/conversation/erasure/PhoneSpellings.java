package dev.coexistence.conversation.erasure;

import java.util.ArrayList;
import java.util.List;

/**
 * Other spellings of a phone number in events and commands: with and without Brazil's ninth digit,
 * Argentina's mobile 9 and Mexico's mobile 1.
 */
final class PhoneSpellings {
    private PhoneSpellings() {}

    static List<String> findAll(String digits) {
        var others = new ArrayList<String>();
        if (digits.matches("55\\d{2}9\\d{8}")) {
            others.add(digits.substring(0, 4) + digits.substring(5));
        } else if (digits.matches("55\\d{2}[6-9]\\d{7}")) {
            others.add(digits.substring(0, 4) + '9' + digits.substring(4));
        } else if (digits.matches("549\\d{10}")) {
            others.add("54" + digits.substring(3));
        } else if (digits.matches("54\\d{10}")) {
            others.add("549" + digits.substring(2));
        } else if (digits.matches("521\\d{10}")) {
            others.add("52" + digits.substring(3));
        } else if (digits.matches("52\\d{10}")) {
            others.add("521" + digits.substring(2));
        }
        return others;
    }
}
