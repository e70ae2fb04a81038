package io.oreo.trajectory;

import java.util.Arrays;

/** An immutable vector of finite floats, such as log-probabilities. */
public final class FloatVector {

    private final float[] values;

    private FloatVector(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a value of the vector is " + value);
            }
        }
        this.values = values;
    }

    /** Copies the values; each must be finite. */
    public static FloatVector of(float... values) {
        return new FloatVector(values.clone());
    }

    public int size() {
        return values.length;
    }

    public float get(int index) {
        return values[index];
    }

    public float[] toArray() {
        return values.clone();
    }

    /** This vector followed by the other. */
    public FloatVector plus(FloatVector other) {
        float[] joined = Arrays.copyOf(values, values.length + other.values.length);
        System.arraycopy(other.values, 0, joined, values.length, other.values.length);
        return new FloatVector(joined);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FloatVector that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
