package io.oreo.environment;

import java.util.Optional;

/**
 * One play of a game, exactly as the game behaves: no limit, nothing latched.
 *
 * <p>Used by one thread at a time.
 */
public interface Session extends AutoCloseable {

    /** What the game shows now. */
    Observation observation();

    /**
     * Plays a command; whatever the text is, the game answers.
     *
     * @throws EnvironmentException if the game or what plays it failed; the session is over then
     */
    Observation step(String command);

    /**
     * Another session at the same point, or nothing where the environment cannot fork. Both go on
     * independently, and each is closed on its own.
     */
    Optional<Session> fork();

    /** Gives back what the session leased; a second call does nothing. */
    @Override
    void close();
}
