package io.oreo.grading.math;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
            Pattern.compile(
                    "([-+]?)\\$?(\\d{1,3}(?:,\\d{3})+|\\d{1,2}(?:,\\d{2})+,\\d{3}"
                            + "|\\d{1,3}(?:\\.\\d{3}){2,})(\\.\\d*)?");
    private static final Pattern SCIENTIFIC =
            Pattern.compile("([-+]?\\d+(?:\\.\\d+)?)[eE]([-+]?\\d{1,3})");

    private static final Pattern REPEATING =
            Pattern.compile(
                    "([-+]?)(\\d{0,40})\\.(\\d{0,40})(?:\\\\(?:overline|bar)\\{(\\d{1,40})\\}"
                            + "|\\((\\d{1,40})\\)|\\\\ldots)");

    /** Decimals of which the end repeats itself. */
    private static final Pattern CYCLES =
            Pattern.compile("\\d*?(?:(?=(\\d)\\1\\1$)|(?=(\\d{2,12})\\2$)).*");

    private static final List<String> SMALL =
            List.of(
                    "zero",
                    "one",
                    "two",
                    "three",
                    "four",
                    "five",
                    "six",
                    "seven",
                    "eight",
                    "nine",
                    "ten",
                    "eleven",
                    "twelve",
                    "thirteen",
                    "fourteen",
                    "fifteen",
                    "sixteen",
                    "seventeen",
                    "eighteen",
                    "nineteen");

    private static final List<String> TENS =
            List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");

    /** Numbers that are written as words. */
    static final List<String> WORDS = Stream.concat(SMALL.stream(), TENS.stream()).toList();

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
            return inWords(text.toLowerCase(Locale.ROOT));
        }
        boolean percent = text.endsWith("%");
        String number = percent ? text.substring(0, text.length() - 1) : text;
        Matcher grouped = GROUPED.matcher(number);
        if (grouped.matches()) {
            String decimals = grouped.group(3) == null ? "" : grouped.group(3);
            number =
                    grouped.group(1)
                            + grouped.group(2).replace(",", "").replace(".", "")
                            + decimals;
        }
        boolean decimal = number.indexOf('.') >= 0;
        return value(number).map(value -> new NumberText(value, percent, decimal));
    }

    /** {@code twelve}, {@code forty}, {@code forty-two}. */
    private static Optional<NumberText> inWords(String text) {
        int small = SMALL.indexOf(text);
        if (small >= 0) {
            return plain(Rational.of(small));
        }
        String[] parts = text.split("-", 2);
        int ten = TENS.indexOf(parts[0]);
        int one = parts.length == 1 ? 0 : SMALL.indexOf(parts[1]);
        boolean number = ten >= 0 && one >= 0 && one < 10 && (one > 0 || parts.length == 1);
        return number ? plain(Rational.of(10L * (ten + 2) + one)) : Optional.empty();
    }

    boolean isZero() {
        return value.numerator().signum() == 0;
    }

    private static Optional<NumberText> plain(Rational value) {
        return Optional.of(new NumberText(value, false, false));
    }

    /** Decimals that go on and on: {@code 0.1\overline{6}}, {@code 0.(3)}, {@code 0.333\ldots}. */
    private static Optional<Rational> repeating(String number) {
        Matcher marked = REPEATING.matcher(number);
        if (!marked.matches()) {
            return Optional.empty();
        }
        String digits = marked.group(3);
        String cycle = marked.group(4) != null ? marked.group(4) : marked.group(5);
        if (cycle == null) {
            Matcher cycles = CYCLES.matcher(digits);
            if (!cycles.matches()) {
                return Optional.empty();
            }
            cycle = cycles.group(1) != null ? cycles.group(1) : cycles.group(2);
        }
        String whole = marked.group(2).isEmpty() ? "0" : marked.group(2);
        BigInteger scale = BigInteger.TEN.pow(digits.length());
        BigInteger nines = BigInteger.TEN.pow(cycle.length()).subtract(BigInteger.ONE);
        Rational value =
                new Rational(new BigInteger(whole + digits), scale)
                        .plus(new Rational(new BigInteger(cycle), nines.multiply(scale)));
        return Optional.of(marked.group(1).equals("-") ? value.negate() : value);
    }

    private static Optional<Rational> value(String number) {
        if (number.endsWith("}") || number.endsWith(")") || number.endsWith("s")) {
            Optional<Rational> repeating = repeating(number.replace("...", "\\ldots"));
            if (repeating.isPresent()) {
                return repeating;
            }
        }
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
