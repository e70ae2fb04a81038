package io.oreo.grading.math;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Notations that a computer algebra system reads in part or not at all: residues, numbers of
 * another base, times of the day, ratios, remainders, sequences with dots. Each is compared by its
 * parts, and nothing of it is left open.
 */
final class Notation {

    private static final Pattern RESIDUE =
            Pattern.compile(
                    "(.*?)(?:\\\\pmod|\\\\mod|\\\\bmod|\\(mod|mod(?![a-z]))"
                            + "\\{?\\(?([^()}]+)\\)?\\}?\\)?");

    /** {@code 12_7}, {@code 12 in base 7}. */
    private static final Pattern BASED =
            Pattern.compile(
                    "(?:\\\\text\\{)?(-?[0-9A-F]+)\\}?_\\{?(?:base)?(\\d+)\\}?"
                            + "|([0-9A-F]+)(?:in)?base(\\d+)");

    private static final Pattern RATIO = Pattern.compile("([^:=<>]+)((?::[^:=<>]+)+)");
    private static final Pattern SET_OR_MAP = Pattern.compile(".*(?:\\\\\\{|\\\\to|\\\\mid).*");
    private static final Pattern REMAINDER = Pattern.compile("(\\d+)(?:[rR]|remainder)(\\d+)");
    private static final Pattern TIME = Pattern.compile("\\d{1,2}:\\d\\d(?::\\d\\d)?");
    private static final Pattern FRACTION = Pattern.compile(".*(?:frac|/|\\.).*");
    private static final Pattern ENDLESS = Pattern.compile("-?\\d*\\.\\d+(?:\\\\ldots|\\.\\.\\.)");
    private static final Pattern CASES =
            Pattern.compile("(.*?)\\\\begin\\{cases\\}(.*)\\\\end\\{cases\\}");
    private static final Pattern ROW_END = Pattern.compile("\\\\\\\\");
    private static final String DOTS = "\\ldots";

    private Notation() {}

    /** The decision, where one of two normalised texts is of such a notation. */
    static Optional<Decision> compare(String left, String right) {
        return residues(left, right)
                .or(() -> bases(left, right))
                .or(() -> remainders(left, right))
                .or(() -> Clock.compare(left, right))
                .or(() -> ratios(left, right))
                .or(() -> dots(left, right))
                .or(() -> cases(left, right));
    }

    private static Optional<Decision> residues(String left, String right) {
        if (!left.contains("mod") && !right.contains("mod")) {
            return Optional.empty();
        }
        Matcher one = RESIDUE.matcher(left);
        Matcher other = RESIDUE.matcher(right);
        boolean read = one.matches() && other.matches();
        if (!read || !equal(one.group(2), other.group(2))) {
            return Optional.of(Decision.DIFFERENT);
        }
        Optional<NumberText> modulus = NumberText.read(one.group(2)).filter(m -> !m.isZero());
        Optional<Rational> gap = gap(residue(one.group(1)), residue(other.group(1)));
        return modulus.isPresent() && gap.isPresent()
                ? same(gap.get().over(modulus.get().value()).isWhole())
                : same(equal(one.group(1), other.group(1)));
    }

    private static Optional<Rational> gap(String one, String other) {
        return NumberText.read(one)
                .flatMap(x -> NumberText.read(other).map(y -> x.value().minus(y.value())));
    }

    /** What an unknown is congruent to; as it is, where the left side is more than a name. */
    private static String residue(String text) {
        int sign = text.indexOf("\\equiv");
        return sign > 0 && Sides.isUnknown(text.substring(0, sign))
                ? text.substring(sign + "\\equiv".length())
                : text;
    }

    /** Numbers of two bases; a number without a base is left to others. */
    private static Optional<Decision> bases(String left, String right) {
        Matcher one = BASED.matcher(left);
        Matcher other = BASED.matcher(right);
        return one.matches() && other.matches()
                ? same(digits(one).equals(digits(other)))
                : Optional.empty();
    }

    private static String digits(Matcher based) {
        return based.group(1) != null
                ? based.group(1) + "_" + based.group(2)
                : based.group(3) + "_" + based.group(4);
    }

    private static Optional<Decision> remainders(String left, String right) {
        Matcher one = REMAINDER.matcher(left);
        Matcher other = REMAINDER.matcher(right);
        boolean first = one.matches();
        boolean second = other.matches();
        if (!first && !second) {
            return Optional.empty();
        }
        return same(
                first
                        && second
                        && one.group(1).equals(other.group(1))
                        && one.group(2).equals(other.group(2)));
    }

    private static Optional<Decision> ratios(String left, String right) {
        boolean first = isRatio(left);
        boolean second = isRatio(right);
        if (!first && !second) {
            return Optional.empty();
        }
        if (!first || !second) {
            String other = first ? right : left;
            Optional<NumberText> quotient =
                    NumberText.read((first ? left : right).replace(':', '/'));
            Optional<NumberText> number = NumberText.read(other);
            return quotient.isPresent() && number.isPresent() && FRACTION.matcher(other).matches()
                    ? Optional.of(quotient.get().compare(number.get()))
                    : Optional.of(Decision.DIFFERENT);
        }
        List<String> a = List.of(left.split(":", -1));
        List<String> b = List.of(right.split(":", -1));
        boolean times = TIME.matcher(left).matches() && TIME.matcher(right).matches();
        boolean written = times || hasZero(a) || hasZero(b);
        return same(written ? all(a, b) : proportional(a, b));
    }

    private static boolean isRatio(String text) {
        return text.indexOf(':') > 0
                && RATIO.matcher(text).matches()
                && !SET_OR_MAP.matcher(text).matches();
    }

    private static boolean hasZero(List<String> parts) {
        return parts.stream()
                .anyMatch(part -> NumberText.read(part).filter(NumberText::isZero).isPresent());
    }

    private static boolean proportional(List<String> a, List<String> b) {
        boolean same = a.size() == b.size();
        for (int i = 1; same && i < a.size(); i++) {
            same = equal(product(a.get(i - 1), b.get(i)), product(b.get(i - 1), a.get(i)));
        }
        return same;
    }

    private static String product(String one, String other) {
        return "(" + one + ")*(" + other + ")";
    }

    /** Sequences with dots agree in every part that is written. */
    private static Optional<Decision> dots(String left, String right) {
        boolean any = left.contains(DOTS) || right.contains(DOTS);
        if (!any || ENDLESS.matcher(left).matches() || ENDLESS.matcher(right).matches()) {
            return Optional.empty();
        }
        Optional<Listing> one = Listing.read(left);
        Optional<Listing> other = Listing.read(right);
        boolean lists = one.isPresent() && other.isPresent() && one.get().sameBrackets(other.get());
        return same(lists && all(one.get().parts(), other.get().parts()));
    }

    /** Definitions by cases are the same with their rows in another order. */
    private static Optional<Decision> cases(String left, String right) {
        Matcher one = CASES.matcher(left);
        Matcher other = CASES.matcher(right);
        return one.matches()
                        && other.matches()
                        && one.group(1).equals(other.group(1))
                        && rows(one).equals(rows(other))
                ? same(true)
                : Optional.empty();
    }

    private static List<String> rows(Matcher cases) {
        return Arrays.stream(ROW_END.split(cases.group(2), -1)).sorted().toList();
    }

    private static boolean all(List<String> a, List<String> b) {
        boolean same = a.size() == b.size();
        for (int i = 0; i < a.size() && same; i++) {
            same = equal(a.get(i), b.get(i));
        }
        return same;
    }

    private static boolean equal(String one, String other) {
        return MathComparison.decide(one, other) == Decision.SAME;
    }

    private static Optional<Decision> same(boolean same) {
        return Optional.of(same ? Decision.SAME : Decision.DIFFERENT);
    }
}
