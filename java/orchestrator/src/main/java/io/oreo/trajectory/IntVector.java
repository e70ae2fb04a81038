package io.oreo.trajectory;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** An immutable vector of ints: token ids, or positions in a sequence. */
public final class IntVector {

    private static final IntVector EMPTY = new IntVector(new int[0]);

    private final int[] values;

    private IntVector(int[] values) {
        this.values = values;
    }

    /** Copies the values. */
    public static IntVector of(int... values) {
        return values.length == 0 ? EMPTY : new IntVector(values.clone());
    }

    /** Copies the values. */
    public static IntVector of(List<Integer> values) {
        return new IntVector(values.stream().mapToInt(Integer::intValue).toArray());
    }

    public int size() {
        return values.length;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    public int get(int index) {
        return values[index];
    }

    /** The last value; fails on an empty vector. */
    public int last() {
        return values[values.length - 1];
    }

    /** This vector followed by the other. */
    public IntVector plus(IntVector other) {
        int[] joined = Arrays.copyOf(values, values.length + other.values.length);
        System.arraycopy(other.values, 0, joined, values.length, other.values.length);
        return new IntVector(joined);
    }

    /** Values from {@code start} (inclusive) to {@code end} (exclusive). */
    public IntVector slice(int start, int end) {
        return new IntVector(Arrays.copyOfRange(values, start, end));
    }

    public IntStream stream() {
        return Arrays.stream(values);
    }

    public int[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntVector that && Arrays.equals(values, that.values);
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
