package io.oreo.trajectory;

/**
 * A reward paid when an action token is taken.
 *
 * @param position position of the action token in its sequence
 * @param value finite amount
 */
public record Reward(int position, double value) {

    public Reward {
        if (position < 0 || !Double.isFinite(value)) {
            throw new IllegalArgumentException("reward " + value + " at position " + position);
        }
    }
}
