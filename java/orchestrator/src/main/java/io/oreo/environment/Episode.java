package io.oreo.environment;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One honest play of a game: it ends at the first of won, step limit and error, and what it ended
 * with stays. Games themselves go on after a win and can be lost again, so this is the only place
 * that says whether a game was won.
 *
 * <p>Used by one thread at a time; closing it closes its session.
 */
public final class Episode implements AutoCloseable {

    /** ALFWorld's usual limit. */
    public static final int DEFAULT_STEP_LIMIT = 40;

    private final GameId game;
    private final Session session;
    private final int stepLimit;
    private final List<Turn> turns;
    private final Observation start;
    private Optional<EpisodeEnd> end;

    private Episode(GameId game, Session session, int stepLimit, List<Turn> turns) {
        this.game = game;
        this.session = session;
        this.stepLimit = stepLimit;
        this.turns = turns;
        this.start = session.observation();
        this.end = endOf(start, turns.size());
    }

    private Episode(Episode original, Session fork) {
        game = original.game;
        session = fork;
        stepLimit = original.stepLimit;
        turns = new ArrayList<>(original.turns);
        start = original.start;
        end = original.end;
    }

    /**
     * Starts an episode.
     *
     * @param stepLimit commands that may be played, at least 1
     * @throws EnvironmentException if the game cannot be opened
     */
    public static Episode start(Environment environment, GameId game, int stepLimit) {
        requireNonNull(game, "game is null");
        if (stepLimit < 1) {
            throw new IllegalArgumentException("the step limit is below 1: " + stepLimit);
        }
        return new Episode(game, environment.open(game), stepLimit, new ArrayList<>());
    }

    public GameId game() {
        return game;
    }

    /** What the game showed before the first command. */
    public Observation start() {
        return start;
    }

    /** What the game shows now. */
    public Observation observation() {
        return turns.isEmpty() ? start : turns.getLast().observation();
    }

    /** What was played, in order. */
    public List<Turn> turns() {
        return List.copyOf(turns);
    }

    /** How it ended, once it did. */
    public Optional<EpisodeEnd> end() {
        return end;
    }

    public boolean won() {
        return end.isPresent() && end.get() instanceof EpisodeEnd.Won;
    }

    /**
     * Plays a command. If the game fails, the episode ends and the last observation stays.
     *
     * @return what the game shows
     * @throws IllegalStateException if the episode is over
     * @throws EnvironmentException if not the game but its environment failed
     */
    public Observation step(String command) {
        requireNonNull(command, "command is null");
        if (end.isPresent()) {
            throw new IllegalStateException("the episode of " + game + " is over: " + end.get());
        }
        try {
            Observation next = session.step(command);
            turns.add(new Turn(command, next));
            end = endOf(next, turns.size());
        } catch (EnvironmentException e) {
            if (!e.ofOneGame()) {
                throw e;
            }
            end = Optional.of(new EpisodeEnd.Failed(e.kind(), String.valueOf(e.getMessage())));
        }
        return observation();
    }

    /** The same episode, to be played on independently; nothing where the environment cannot. */
    public Optional<Episode> fork() {
        return session.fork().map(fork -> new Episode(this, fork));
    }

    private Optional<EpisodeEnd> endOf(Observation observation, int steps) {
        if (observation.won()) {
            return Optional.of(new EpisodeEnd.Won());
        }
        if (observation.done()) {
            return Optional.of(new EpisodeEnd.Lost());
        }
        return steps >= stepLimit ? Optional.of(new EpisodeEnd.StepLimit()) : Optional.empty();
    }

    @Override
    public void close() {
        session.close();
    }
}
