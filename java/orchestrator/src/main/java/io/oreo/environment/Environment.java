package io.oreo.environment;

import java.util.List;

/** A set of games and what plays them. Safe for use by many threads. */
public interface Environment extends AutoCloseable {

    /** What plays, and its version, for the record of a run. */
    String name();

    /** Its games, sorted. */
    List<GameId> games();

    /**
     * Starts a play; waits while all places are leased.
     *
     * @throws EnvironmentException if there is no such game, or it cannot be played here
     */
    Session open(GameId game);

    /** Whether sessions fork. */
    boolean forks();

    /**
     * Reaches what plays once more, after a failure of kind {@link EnvironmentException.Kind#LOST};
     * sessions that were open stay lost.
     *
     * @throws EnvironmentException if it does not answer, or is another than before
     */
    default void revive() {}

    /** Ends everything that was started. Sessions must be closed before. */
    @Override
    void close();
}
