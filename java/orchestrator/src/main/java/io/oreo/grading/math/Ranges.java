package io.oreo.grading.math;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes inequalities of one letter as intervals: {@code 3<=x<8} as {@code [3,8)}. */
final class Ranges {

    private static final String LETTER = "(?:[a-zA-Z]|\\\\theta)";
    private static final Pattern BETWEEN =
            Pattern.compile("([^<>=,]+)(<=?)" + LETTER + "(<=?)([^<>=,]+)");
    private static final Pattern ABOVE = Pattern.compile("([^<>=,]+)(<=?)" + LETTER);
    private static final Pattern BELOW = Pattern.compile(LETTER + "(<=?)([^<>=,]+)");
    private static final Pattern SIZE = Pattern.compile("\\|" + LETTER + "\\|(<=?)([^<>=,|]+)");
    private static final Pattern OR = Pattern.compile("(?:\\\\text\\{)?or\\}?|,|\\\\cup|\\\\lor");
    private static final Pattern NAMED =
            Pattern.compile("(?<![a-zA-Z\\\\])(" + LETTER + ")(?![a-zA-Z])");
    private static final Pattern REALS =
            Pattern.compile("(?:all|every)real(?:number)?s?|\\\\mathbb\\{?r\\}?|\\\\r");
    private static final Pattern NOTHING =
            Pattern.compile("nosolutions?|noreal(?:solution|root)s?|\\\\\\{\\\\\\}");
    private static final Pattern WITHOUT = Pattern.compile(LETTER + "\\\\neq([^<>=,\\\\]+)");
    private static final String INFINITY = "\\infty";

    private Ranges() {}

    /** The text with infinities, names of sets and inequalities in the form of intervals. */
    static String asIntervals(String text) {
        String plain = text.replace("+\\infty", INFINITY);
        String small = plain.toLowerCase(Locale.ROOT);
        if (REALS.matcher(small).matches()) {
            return "(-\\infty,\\infty)";
        }
        if (NOTHING.matcher(small).matches()) {
            return "\\emptyset";
        }
        Matcher without = WITHOUT.matcher(plain);
        if (without.matches()) {
            String hole = without.group(1);
            return "(-\\infty,%1$s)\\cup(%1$s,\\infty)".formatted(hole);
        }
        if (plain.indexOf('<') < 0 && plain.indexOf('>') < 0) {
            return plain;
        }
        StringBuilder union = new StringBuilder();
        String letter = "";
        for (String part : OR.split(plain, -1)) {
            Optional<String> interval = interval(part);
            Matcher named = NAMED.matcher(part);
            String own = named.find() ? named.group(1) : "";
            if (interval.isEmpty() || !(letter.isEmpty() || letter.equals(own))) {
                return plain;
            }
            letter = own;
            union.append(union.isEmpty() ? "" : "\\cup").append(interval.get());
        }
        return union.toString();
    }

    /** Whether two intervals surely differ in which of their ends belong to them. */
    static boolean endOtherwise(String left, String right) {
        Optional<Listing> one = Listing.read(left).filter(Listing::isTuple);
        Optional<Listing> other = Listing.read(right).filter(Listing::isTuple);
        return one.isPresent() && other.isPresent() && !one.get().sameBrackets(other.get());
    }

    private static Optional<String> interval(String part) {
        String text = part;
        if (part.indexOf('>') > 0 && part.indexOf('<') < 0) {
            text = turned(part);
        }
        Matcher between = BETWEEN.matcher(text);
        if (between.matches()) {
            return Optional.of(
                    open(between.group(2))
                            + between.group(1)
                            + ","
                            + between.group(4)
                            + close(between.group(3)));
        }
        Matcher size = SIZE.matcher(text);
        if (size.matches()) {
            String end = size.group(2);
            return Optional.of(open(size.group(1)) + "-" + end + "," + end + close(size.group(1)));
        }
        Matcher above = ABOVE.matcher(text);
        if (above.matches()) {
            return Optional.of(open(above.group(2)) + above.group(1) + "," + INFINITY + ")");
        }
        Matcher below = BELOW.matcher(text);
        return below.matches()
                ? Optional.of("(-" + INFINITY + "," + below.group(2) + close(below.group(1)))
                : Optional.empty();
    }

    /** {@code a>b>=c} as {@code c<=b<a}. */
    private static String turned(String text) {
        StringBuilder out = new StringBuilder();
        int end = text.length();
        while (end > 0) {
            int sign = text.lastIndexOf('>', end - 1);
            boolean equal = sign >= 0 && sign + 1 < end && text.charAt(sign + 1) == '=';
            out.append(text, sign + (equal ? 2 : 1), end);
            if (sign >= 0) {
                out.append(equal ? "<=" : "<");
            }
            end = sign;
        }
        return out.toString();
    }

    private static String open(String sign) {
        return sign.equals("<") ? "(" : "[";
    }

    private static String close(String sign) {
        return sign.equals("<") ? ")" : "]";
    }
}
