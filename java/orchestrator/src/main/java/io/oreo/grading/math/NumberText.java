package io.oreo.grading.math;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number in any written form.
 *
 * @param value exactly what is written; of {@code 50%} it is 50
 * @param percent a percent sign stands behind it
 * @param decimal it is written with a decimal point, so it may have been rounded
 */
record NumberText(Rational value, boolean percent, boolean decimal) {

    private static final int LONGEST_LONG = 18;
    private static final Pattern GROUPED =
            Pattern.compile("([-+]?)\\$?(\\d{1,3}(?:,\\d{3})+)(\\.\\d*)?");
    private static final Pattern SCIENTIFIC =
            Pattern.compile("([-+]?\\d+(?:\\.\\d+)?)[eE]([-+]?\\d{1,3})");

    /** Numbers that are written as words, and their values. */
    static final Map<String, Integer> WORDS =
            Map.ofEntries(
                    Map.entry("zero", 0),
                    Map.entry("one", 1),
                    Map.entry("two", 2),
                    Map.entry("three", 3),
                    Map.entry("four", 4),
                    Map.entry("five", 5),
                    Map.entry("six", 6),
                    Map.entry("seven", 7),
                    Map.entry("eight", 8),
                    Map.entry("nine", 9),
                    Map.entry("ten", 10),
                    Map.entry("eleven", 11),
                    Map.entry("twelve", 12));

    /** Reads an answer that has been through {@link MathText}; nothing if it is no number. */
    static Optional<NumberText> read(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.length() <= LONGEST_LONG && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return plain(Rational.of(Long.parseLong(text)));
        }
        char first = text.charAt(0);
        if (Character.isLetter(first)) {
            Integer word = WORDS.get(text.toLowerCase(Locale.ROOT));
            return word == null ? Optional.empty() : plain(Rational.of(word));
        }
        boolean percent = text.endsWith("%");
        String number = percent ? text.substring(0, text.length() - 1) : text;
        Matcher grouped = GROUPED.matcher(number);
        if (grouped.matches()) {
            String decimals = grouped.group(3) == null ? "" : grouped.group(3);
            number = grouped.group(1) + grouped.group(2).replace(",", "") + decimals;
        }
        boolean decimal = number.indexOf('.') >= 0;
        return value(number).map(value -> new NumberText(value, percent, decimal));
    }

    private static Optional<NumberText> plain(Rational value) {
        return Optional.of(new NumberText(value, false, false));
    }

    private static Optional<Rational> value(String number) {
        Matcher scientific = SCIENTIFIC.matcher(number);
        if (scientific.matches()) {
            int exponent = Integer.parseInt(scientific.group(2));
            Rational scale = new Rational(BigInteger.TEN.pow(Math.abs(exponent)), BigInteger.ONE);
            return Formula.value(scientific.group(1), ExactArithmetic.INSTANCE)
                    .map(value -> exponent < 0 ? value.over(scale) : value.times(scale));
        }
        return Formula.value(number, ExactArithmetic.INSTANCE);
    }

    /** Whether two written numbers are the same. */
    Decision compare(NumberText other) {
        if (value.compareTo(other.value) == 0) {
            return Decision.SAME;
        }
        if (percent != other.percent && shareEquals(other)) {
            return Decision.SAME;
        }
        boolean rounded = decimal != other.decimal && isNear(other);
        return rounded ? Decision.UNSURE : Decision.DIFFERENT;
    }

    /** One is {@code 50%} and the other {@code 0.5}. */
    private boolean shareEquals(NumberText other) {
        Rational share = percent ? value : other.value;
        Rational number = percent ? other.value : value;
        return share.compareTo(number.times(Rational.HUNDRED)) == 0;
    }

    /** Within a hundredth of the larger: a decimal may be the rounded form of a fraction. */
    private boolean isNear(NumberText other) {
        Rational gap = value.minus(other.value).absolute().times(Rational.HUNDRED);
        Rational larger =
                value.absolute().compareTo(other.value.absolute()) > 0 ? value : other.value;
        return gap.compareTo(larger.absolute()) < 0
                && !(value.isWhole() && !decimal)
                && !(other.value.isWhole() && !other.decimal);
    }
}
