package io.oreo.evaluation.grading;

import java.math.BigInteger;
import java.util.Optional;

/**
 * Reads a formula of numbers and works it out exactly: {@code \frac{3}{4}}, {@code 2^3\cdot5},
 * {@code \sqrt{49}}, {@code 1\frac12}.
 *
 * <p>Anything else (a variable, a root that is no rational, a number of absurd size) is no result.
 * The text has no blanks; it has been through {@link MathText}.
 */
final class ExactExpression {

    private static final int DEEPEST = 40;
    private static final int MOST_BITS = 4096;
    private static final int MOST_DIGITS = 300;
    private static final int LONGEST = 1000;
    private static final BigInteger LARGEST_EXPONENT = BigInteger.valueOf(64);

    private final String text;
    private int at;
    private int depth;

    private ExactExpression(String text) {
        this.text = text;
    }

    /** The value, if this is a formula of numbers. */
    static Optional<Rational> value(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            ExactExpression expression = new ExactExpression(text);
            Rational value = expression.sum();
            return expression.at == text.length() ? Optional.of(value) : Optional.empty();
        } catch (NoFormula | ArithmeticException none) {
            return Optional.empty();
        }
    }

    private Rational sum() {
        if (++depth > DEEPEST) {
            throw new NoFormula();
        }
        Rational value = skip("-") ? product().negate() : positive();
        while (at < text.length()) {
            if (skip("+")) {
                value = value.plus(product());
            } else if (skip("-")) {
                value = value.minus(product());
            } else {
                break;
            }
        }
        depth--;
        return bounded(value);
    }

    private Rational positive() {
        skip("+");
        return product();
    }

    private Rational product() {
        Rational value = power();
        while (at < text.length()) {
            if (skip("*") || skip("\\cdot") || skip("\\times")) {
                value = bounded(value.times(signed()));
            } else if (skip("/") || skip("\\div")) {
                value = bounded(value.over(signed()));
            } else if (text.charAt(at) == '(') {
                value = bounded(value.times(power()));
            } else {
                break;
            }
        }
        return value;
    }

    private Rational signed() {
        return skip("-") ? power().negate() : power();
    }

    private Rational power() {
        Rational base = atom();
        if (!skip("^")) {
            return base;
        }
        // Read 2^10 as people mean it, though LaTeX would take the 1 alone.
        Rational exponent = at < text.length() && isDigit(text.charAt(at)) ? number() : atom();
        boolean small =
                exponent.isWhole() && exponent.numerator().abs().compareTo(LARGEST_EXPONENT) <= 0;
        if (!small || base.bits() * exponent.numerator().abs().longValue() > MOST_BITS) {
            throw new NoFormula();
        }
        return base.power(exponent.numerator().intValue());
    }

    private Rational atom() {
        if (at >= text.length()) {
            throw new NoFormula();
        }
        char c = text.charAt(at);
        if (isDigit(c) || c == '.') {
            return mixed();
        }
        if (skip("(")) {
            return closed(")");
        }
        if (skip("{")) {
            return closed("}");
        }
        if (skip("\\frac{")) {
            Rational numerator = closed("}");
            expect("{");
            return bounded(numerator.over(closed("}")));
        }
        if (skip("\\sqrt{")) {
            return root(closed("}"));
        }
        throw new NoFormula();
    }

    /** A number, or a whole number with a proper fraction behind it: {@code 1\frac{1}{2}}. */
    private Rational mixed() {
        int start = at;
        Rational number = number();
        boolean whole = text.substring(start, at).indexOf('.') < 0;
        if (whole && text.startsWith("\\frac{", at)) {
            Rational part = atom();
            if (part.numerator().signum() < 0 || part.compareTo(Rational.of(1)) >= 0) {
                throw new NoFormula();
            }
            return number.plus(part);
        }
        return number;
    }

    private Rational closed(String end) {
        Rational value = sum();
        expect(end);
        return value;
    }

    private Rational number() {
        int start = at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        String whole = text.substring(start, at);
        String decimals = "";
        if (at < text.length() && text.charAt(at) == '.') {
            int point = ++at;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            decimals = text.substring(point, at);
        }
        String digits = whole + decimals;
        if (digits.isEmpty() || digits.length() > MOST_DIGITS) {
            throw new NoFormula();
        }
        return new Rational(new BigInteger(digits), BigInteger.TEN.pow(decimals.length()));
    }

    private static Rational root(Rational square) {
        if (square.numerator().signum() < 0) {
            throw new NoFormula();
        }
        return new Rational(root(square.numerator()), root(square.denominator()));
    }

    private static BigInteger root(BigInteger square) {
        BigInteger[] parts = square.sqrtAndRemainder();
        if (parts[1].signum() != 0) {
            throw new NoFormula();
        }
        return parts[0];
    }

    private static Rational bounded(Rational value) {
        if (value.bits() > MOST_BITS) {
            throw new NoFormula();
        }
        return value;
    }

    private boolean skip(String token) {
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private void expect(String token) {
        if (!skip(token)) {
            throw new NoFormula();
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Says that the text is no formula of numbers; without a stack, for speed. */
    private static final class NoFormula extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private NoFormula() {
            super("no formula of numbers", null, false, false);
        }
    }
}
