package io.oreo.grading.math;

import io.oreo.grading.math.Arithmetic.NoFormula;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a formula and works it out: {@code \frac{3}{4}}, {@code 2^3\cdot5}, {@code 3-2\sqrt{7}},
 * {@code 1\frac12}, {@code 2x^2-1}. The text has no blanks; it has been through {@link MathText}.
 *
 * @param <T> the values of the arithmetic
 */
final class Formula<T> {

    private static final int DEEPEST = 40;
    private static final int MOST_DIGITS = 300;
    private static final int LONGEST = 1000;
    private static final Pattern WHOLE_FRACTION = Pattern.compile("\\\\frac\\{(\\d+)}\\{(\\d+)}");
    private static final Pattern LETTERS = Pattern.compile("[a-zA-Z]{1,2}(?![a-zA-Z(])");
    private static final String PI = "\\pi";

    private final String text;
    private final Arithmetic<T> in;
    private int at;
    private int depth;

    private Formula(String text, Arithmetic<T> in) {
        this.text = text;
        this.in = in;
    }

    /** The value, if this is a formula that has one in this arithmetic. */
    static <T> Optional<T> value(String text, Arithmetic<T> in) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Formula<T> formula = new Formula<>(text, in);
            T value = formula.sum();
            return formula.at == text.length() ? Optional.of(value) : Optional.empty();
        } catch (NoFormula | ArithmeticException none) {
            return Optional.empty();
        }
    }

    private T sum() {
        if (++depth > DEEPEST) {
            throw new NoFormula();
        }
        T value = skip("-") ? in.negate(product()) : positive();
        while (at < text.length()) {
            if (skip("+")) {
                value = in.plus(value, product());
            } else if (skip("-")) {
                value = in.plus(value, in.negate(product()));
            } else {
                break;
            }
        }
        depth--;
        return value;
    }

    private T positive() {
        skip("+");
        return product();
    }

    private T product() {
        T value = power();
        boolean divided = false;
        while (at < text.length()) {
            if (skip("*") || skip("\\cdot") || skip("\\times")) {
                value = in.times(value, signed());
            } else if (skip("/") || skip("\\div")) {
                value = in.over(value, signed());
                divided = true;
            } else if (factorFollows()) {
                if (divided) { // 1/2x is read in two ways
                    throw new NoFormula();
                }
                value = in.times(value, power());
            } else {
                break;
            }
        }
        return value;
    }

    /** Whether what comes next multiplies what stands before it, without a sign between them. */
    private boolean factorFollows() {
        char c = text.charAt(at);
        return c == '('
                || isLetter(c)
                || text.startsWith("\\sqrt", at)
                || text.startsWith("\\frac{", at)
                || text.startsWith(PI, at);
    }

    private T signed() {
        return skip("-") ? in.negate(power()) : power();
    }

    private T power() {
        T base = atom();
        if (!skip("^")) {
            return base;
        }
        // Read 2^10 as people mean it, though LaTeX would take the 1 alone.
        boolean digits = at < text.length() && isDigit(text.charAt(at));
        return in.power(base, digits ? in.number(number()) : atom());
    }

    private T atom() {
        if (at >= text.length()) {
            throw new NoFormula();
        }
        char c = text.charAt(at);
        if (isDigit(c) || c == '.') {
            return in.number(mixed());
        }
        if (isLetter(c)) {
            return letter();
        }
        if (skip("(")) {
            return closed(")");
        }
        if (skip("{")) {
            return closed("}");
        }
        if (skip("\\frac{")) {
            T numerator = closed("}");
            expect("{");
            return in.over(numerator, closed("}"));
        }
        if (skip("\\sqrt{")) {
            return in.root(closed("}"), 2);
        }
        if (skip("\\sqrt[3]{")) {
            return in.root(closed("}"), 3);
        }
        if (skip(PI) && (at == text.length() || !isLetter(text.charAt(at)))) {
            return in.named(PI);
        }
        throw new NoFormula();
    }

    /** A letter that stands alone or beside one other; more letters are a word. */
    private T letter() {
        boolean second = at > 0 && isLetter(text.charAt(at - 1));
        Matcher letters = LETTERS.matcher(text).region(second ? at - 1 : at, text.length());
        letters.useTransparentBounds(true);
        if (!letters.lookingAt()) {
            throw new NoFormula();
        }
        return in.named(String.valueOf(text.charAt(at++)));
    }

    /** A number, or a whole number with a proper fraction behind it: {@code 1\frac{1}{2}}. */
    private Rational mixed() {
        int start = at;
        Rational number = number();
        Matcher fraction = WHOLE_FRACTION.matcher(text).region(at, text.length());
        if (text.substring(start, at).indexOf('.') >= 0 || !fraction.lookingAt()) {
            return number;
        }
        Rational part =
                new Rational(new BigInteger(fraction.group(1)), new BigInteger(fraction.group(2)));
        if (part.compareTo(Rational.of(1)) >= 0) {
            throw new NoFormula();
        }
        at = fraction.end();
        return number.plus(part);
    }

    private T closed(String end) {
        T value = sum();
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

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
