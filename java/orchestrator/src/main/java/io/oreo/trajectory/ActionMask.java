package io.oreo.trajectory;

import java.util.Arrays;

/** Says of every token of a sequence whether the policy chose it. Immutable. */
public final class ActionMask {

    private final boolean[] values;

    private ActionMask(boolean[] values) {
        this.values = values;
    }

    /** Copies the values. */
    public static ActionMask of(boolean... values) {
        return new ActionMask(values.clone());
    }

    /** A prompt of {@code promptTokens} followed by {@code actionTokens} that the policy chose. */
    public static ActionMask afterPrompt(int promptTokens, int actionTokens) {
        boolean[] values = new boolean[promptTokens + actionTokens];
        Arrays.fill(values, promptTokens, values.length, true);
        return new ActionMask(values);
    }

    /** This mask followed by {@code tokens} of one kind. */
    public ActionMask plus(int tokens, boolean action) {
        boolean[] longer = Arrays.copyOf(values, values.length + tokens);
        Arrays.fill(longer, values.length, longer.length, action);
        return new ActionMask(longer);
    }

    public int size() {
        return values.length;
    }

    public boolean get(int position) {
        return values[position];
    }

    /** Number of action tokens. */
    public int count() {
        int count = 0;
        for (boolean value : values) {
            count += value ? 1 : 0;
        }
        return count;
    }

    /** Position of the first action token, or the size if there is none. */
    public int first() {
        int position = 0;
        while (position < values.length && !values[position]) {
            position++;
        }
        return position;
    }

    /** Position of the last action token, or -1 if there is none. */
    public int last() {
        int position = values.length - 1;
        while (position >= 0 && !values[position]) {
            position--;
        }
        return position;
    }

    public boolean[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ActionMask that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "%d actions of %d tokens".formatted(count(), size());
    }
}
