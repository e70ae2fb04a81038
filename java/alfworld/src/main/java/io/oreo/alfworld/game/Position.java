package io.oreo.alfworld.game;

import java.util.List;

/**
 * A point in the play of a game; immutable, so keeping one is a snapshot and stepping it twice is a
 * fork.
 */
public final class Position {

    final long[] state;
    final int[] operators;
    private final String text;
    private final List<String> admissible;
    private final boolean won;

    Position(long[] state, int[] operators, String text, List<String> admissible, boolean won) {
        this.state = state;
        this.operators = operators;
        this.text = text;
        this.admissible = admissible;
        this.won = won;
    }

    /** The same point, reached with another answer. */
    Position(Position same, String text) {
        this(same.state, same.operators, text, same.admissible, same.won);
    }

    /** What the last command answered; at the start, the introduction. */
    public String text() {
        return text;
    }

    /** The commands that change something, sorted. */
    public List<String> admissible() {
        return admissible;
    }

    /** Whether the goal holds here; it may be lost again. */
    public boolean won() {
        return won;
    }
}
