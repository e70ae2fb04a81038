package io.oreo.grading.math;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells that two answers are surely not the same: their values lie far from each other, or one is a
 * number and the other cannot be one. Never tells that they are the same; values that are near, and
 * all that can be read in two ways, are left open.
 */
final class Apart {

    private static final int POINTS = 3;

    /** Nearer values may be one value and its rounded form. */
    private static final double NEAR = 0.01;

    private static final double DEGREES = 180 / Math.PI;

    /** More than a number with the letter of a unit behind it. */
    private static final Pattern SUM = Pattern.compile(".+[-+].*");

    private static final Pattern WORDS = Pattern.compile("[a-zA-Z][a-zA-Z',.?!-]{2,}");
    private static final Pattern CHOICE = Pattern.compile("\\(?[A-Z]\\)?");

    /** Parts of words that may say a number, beside {@link NumberText#WORDS}. */
    private static final List<String> COUNTS =
            List.of(
                    "teen",
                    "twenty",
                    "thirty",
                    "forty",
                    "fifty",
                    "hundred",
                    "thousand",
                    "million",
                    "billion",
                    "half",
                    "third",
                    "quarter");

    private Apart() {}

    /** Whether two answers, which have been through {@link MathText}, surely differ. */
    static boolean surely(String left, String right) {
        return values(left, right) || kinds(left, right) || kinds(right, left);
    }

    private static boolean values(String left, String right) {
        for (int i = 0; i < POINTS; i++) {
            PointArithmetic one = new PointArithmetic(i);
            PointArithmetic other = new PointArithmetic(i);
            Optional<Double> a = Formula.value(left, one);
            Optional<Double> b = a.flatMap(_ -> Formula.value(right, other));
            if (b.isEmpty()
                    || !comparable(left, one.letters(), right, other.letters())
                    || !areFar(a.get(), b.get())
                    || !areFar(a.get() * DEGREES, b.get())
                    || !areFar(a.get(), b.get() * DEGREES)) {
                return false;
            }
        }
        return true;
    }

    /** Formulas of the same letters, or a sum with letters and a number. */
    private static boolean comparable(
            String left, Set<String> inLeft, String right, Set<String> inRight) {
        return inLeft.equals(inRight)
                || (inLeft.isEmpty() && SUM.matcher(right).matches())
                || (inRight.isEmpty() && SUM.matcher(left).matches());
    }

    private static boolean areFar(double one, double other) {
        double larger = Math.max(Math.abs(one), Math.abs(other));
        return Double.isFinite(larger) && Math.abs(one - other) > NEAR * larger;
    }

    /** One is a number; the other several, a matrix, the letter of a choice or words. */
    private static boolean kinds(String number, String other) {
        Optional<Double> value = constant(number);
        return value.isPresent()
                && (isSeveral(other, value.get())
                        || CHOICE.matcher(other).matches()
                        || isWords(other));
    }

    private static Optional<Double> constant(String text) {
        PointArithmetic point = new PointArithmetic(0);
        return Formula.value(text, point)
                .filter(value -> Double.isFinite(value) && point.letters().isEmpty());
    }

    private static boolean isSeveral(String text, double number) {
        if (text.startsWith("\\begin{pmatrix}")) {
            return text.indexOf('&') > 0 || text.contains("\\\\");
        }
        Optional<Listing> listing = Listing.read(text);
        boolean numbers =
                listing.isPresent()
                        && listing.get().parts().stream().noneMatch(p -> constant(p).isEmpty());
        return listing.filter(Listing::isTuple).isPresent() || (numbers && !isOne(text, number));
    }

    /**
     * Whether a list is the number after all, with a comma between groups of digits or decimals.
     */
    private static boolean isOne(String list, double number) {
        return Stream.of("", ".")
                .flatMap(comma -> constant(list.replace(",", comma)).stream())
                .anyMatch(value -> !areFar(value, number));
    }

    private static boolean isWords(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        return WORDS.matcher(text).matches()
                && Stream.concat(NumberText.WORDS.stream(), COUNTS.stream())
                        .noneMatch(small::contains);
    }
}
