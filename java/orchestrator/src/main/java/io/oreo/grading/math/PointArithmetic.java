package io.oreo.grading.math;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Real numbers in which every letter stands for a value between .3 and 2.3. {@code i} and {@code e}
 * are no letters, for they may be the imaginary unit and Euler's number. A result that is no real
 * number is {@code NaN}.
 */
final class PointArithmetic implements Arithmetic<Double> {

    private static final Set<String> NO_LETTERS = Set.of("i", "e", "I", "E");
    private static final double SMALLEST = 0.3;
    private static final double RANGE = 2.0;
    // Fractional parts of multiples of these spread evenly (golden ratio; square root of two).
    private static final double BY_LETTER = 0.6180339887498949;
    private static final double BY_POINT = 0.41421356237309515;

    private final int point;
    private final Set<String> letters = new TreeSet<>();

    /** At the point of this number: other values of the letters at each. */
    PointArithmetic(int point) {
        this.point = point;
    }

    /** What stood in the formulas worked out here; small and large letters are one. */
    Set<String> letters() {
        return letters;
    }

    @Override
    public Double number(Rational value) {
        return new BigDecimal(value.numerator())
                .divide(new BigDecimal(value.denominator()), MathContext.DECIMAL64)
                .doubleValue();
    }

    @Override
    public Double plus(Double left, Double right) {
        return left + right;
    }

    @Override
    public Double negate(Double value) {
        return -value;
    }

    @Override
    public Double times(Double left, Double right) {
        return left * right;
    }

    @Override
    public Double over(Double left, Double right) {
        return left / right;
    }

    @Override
    public Double power(Double base, Double exponent) {
        return Math.pow(base, exponent);
    }

    @Override
    public Double root(Double value, int degree) {
        return degree == 2 ? Math.sqrt(value) : Math.cbrt(value);
    }

    @Override
    public Double named(String name) {
        if (name.startsWith("\\")) {
            return Math.PI;
        }
        if (NO_LETTERS.contains(name)) {
            throw new NoFormula();
        }
        String letter = name.toLowerCase(Locale.ROOT);
        letters.add(letter);
        double place = letter.charAt(0) * BY_LETTER + point * BY_POINT;
        return SMALLEST + RANGE * (place - Math.floor(place));
    }
}
