package io.oreo.grading.math;

/**
 * What a {@link Formula} is worked out in. Any operation may throw {@link NoFormula} where it has
 * no result.
 *
 * @param <T> a value
 */
interface Arithmetic<T> {

    T number(Rational value);

    T plus(T left, T right);

    T negate(T value);

    T times(T left, T right);

    T over(T left, T right);

    T power(T base, T exponent);

    T root(T value, int degree);

    /** A letter, or {@code \pi}. */
    T named(String name);

    /** Says that a text is no formula here; without a stack, for speed. */
    final class NoFormula extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoFormula() {
            super("no formula", null, false, false);
        }
    }
}
