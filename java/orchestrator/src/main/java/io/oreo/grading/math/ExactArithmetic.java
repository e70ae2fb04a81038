package io.oreo.grading.math;

import java.math.BigInteger;

/** Exact numbers: no letters, no root that is not rational, nothing of absurd size. */
enum ExactArithmetic implements Arithmetic<Rational> {
    INSTANCE;

    private static final int MOST_BITS = 4096;
    private static final BigInteger LARGEST_EXPONENT = BigInteger.valueOf(2048);

    @Override
    public Rational number(Rational value) {
        return value;
    }

    @Override
    public Rational plus(Rational left, Rational right) {
        return bounded(left.plus(right));
    }

    @Override
    public Rational negate(Rational value) {
        return value.negate();
    }

    @Override
    public Rational times(Rational left, Rational right) {
        return bounded(left.times(right));
    }

    @Override
    public Rational over(Rational left, Rational right) {
        return bounded(left.over(right));
    }

    @Override
    public Rational power(Rational base, Rational exponent) {
        boolean small =
                exponent.isWhole() && exponent.numerator().abs().compareTo(LARGEST_EXPONENT) <= 0;
        if (!small || base.bits() * exponent.numerator().abs().longValue() > MOST_BITS) {
            throw new NoFormula();
        }
        return base.power(exponent.numerator().intValue());
    }

    @Override
    public Rational root(Rational value, int degree) {
        if (degree != 2 || value.numerator().signum() < 0) {
            throw new NoFormula();
        }
        return new Rational(root(value.numerator()), root(value.denominator()));
    }

    private static BigInteger root(BigInteger square) {
        BigInteger[] parts = square.sqrtAndRemainder();
        if (parts[1].signum() != 0) {
            throw new NoFormula();
        }
        return parts[0];
    }

    @Override
    public Rational named(String name) {
        throw new NoFormula();
    }

    private static Rational bounded(Rational value) {
        if (value.bits() > MOST_BITS) {
            throw new NoFormula();
        }
        return value;
    }
}
