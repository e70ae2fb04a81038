package io.oreo.grading.math;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Signs of money; an amount of one currency is no amount of another. */
final class Currency {

    private static final Map<String, String> SIGNS =
            Map.of(
                    "\\$", "dollar",
                    "dollar", "dollar",
                    "USD", "dollar",
                    "\u20ac", "euro",
                    "euro", "euro",
                    "EUR", "euro",
                    "\u00a3", "pound",
                    "GBP", "pound",
                    "\u00a5", "yen",
                    "\u20b9", "rupee");

    private Currency() {}

    /** Whether both texts name currencies, and none that the other names. */
    static boolean differ(String left, String right) {
        Set<String> one = in(left);
        Set<String> other = one.isEmpty() ? one : in(right);
        return !other.isEmpty() && one.stream().noneMatch(other::contains);
    }

    private static Set<String> in(String text) {
        Set<String> found = new HashSet<>();
        SIGNS.forEach(
                (sign, currency) -> {
                    if (text.contains(sign)) {
                        found.add(currency);
                    }
                });
        return found;
    }
}
